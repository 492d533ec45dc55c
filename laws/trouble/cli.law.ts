// The command line as a person uses it: a file is run, its exit code comes back, wrong words are told.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

// Inside the package, so that the scripts find it by its name.
const folder = mkdtempSync(fileURLToPath(new URL('../../dist/cli-law-', import.meta.url)))
after(() => rmSync(folder, { recursive: true }))
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const script = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const partita = (...args: readonly string[]) =>
  spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder })

const count = script(
  'count.mts',
  `import { openSession } from 'partita'
const session = await openSession()
const double = (x: number): number => x * 2
console.log(process.argv[2] ?? 'none', await session.range(5).map(double).sum(), session.defaultParallelism)
await session.close()`,
)

test('a TypeScript file is run, with what follows -- as its arguments', () => {
  const { status, stdout, stderr } = partita('run', count, '--', 'given')
  assert.deepEqual(
    [status, stdout, stderr],
    [0, 'given 20 8\n', ''],
    'no progress line where there is no terminal',
  )
})

test('options are defaults of the session', () => {
  const options = ['--master', 'reference', '--conf', 'defaultParallelism=3']
  assert.equal(partita('run', ...options, count).stdout, 'none 20 3\n')
})

test('its files are read beside the workers, by as many threads as it says or more than cores', () => {
  const threads = script('threads.mts', 'console.log(process.env.UV_THREADPOOL_SIZE)')
  assert.ok(Number(partita('run', threads).stdout) > availableParallelism())
  process.env.UV_THREADPOOL_SIZE = '5'
  assert.equal(partita('run', threads).stdout, '5\n')
  delete process.env.UV_THREADPOOL_SIZE
})

test('the exit code of the script comes back', () => {
  assert.equal(partita('run', script('seven.mts', 'process.exit(7)')).status, 7)
  const failed = partita('run', script('throws.mts', `throw new Error('mine')`))
  assert.equal(failed.status, 1)
  assert.match(failed.stderr, /mine/)
})

test('wrong words end with 2 and the usage', () => {
  for (const words of [
    [],
    ['walk'],
    ['run'],
    ['run', '--nonsense', count],
    ['run', 'nowhere.mts'],
    ['run', '--conf', 'x', count],
  ]) {
    const { status, stdout, stderr } = partita(...words)
    assert.equal(status, 2, words.join(' '))
    assert.match(stdout + stderr, /partita run <script>/)
  }
})
