// A program that is told to stop stops at once, with the exit code of the signal, and leaves no half-written output and
// no temporary folder; one that listens to the signal itself decides for itself.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

// Inside the package, so that the scripts find it by its name.
const folder = mkdtempSync(fileURLToPath(new URL('../../dist/signals-law-', import.meta.url)))
after(() => rmSync(folder, { recursive: true }))
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Spills to disk, then writes until it is stopped, and says so when it does. */
const endless = (more = ''): string => `
import { openSession } from 'partita'
import { readdirSync } from 'node:fs'
const session = await openSession({ master: 'local[2]', memory: '20m', tempDir: 'temp' })
await session.range(0, 2e5, 1, 20).map(i => [i, 'x'.repeat(40) + i]).sortByKey().count()
console.log('spilled', readdirSync('temp').length)
${more}
await session.range(1e15).map(i => {
  if (i % 1e6 === 0) console.log('writing')
  return 'line ' + i
}).saveAsTextFile('room/out', { overwrite: true })
`

const start = async (name: string, text: string): Promise<readonly [ChildProcess, string, () => string]> => {
  const home = join(folder, name)
  mkdirSync(join(home, 'temp'), { recursive: true })
  mkdirSync(join(home, 'room'))
  writeFileSync(join(home, 'job.mts'), text)
  const child = spawn(process.execPath, [MAIN, 'run', 'job.mts'], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', data => {
      said += data
      if (said.includes('writing')) resolve()
    })
    child.on('close', code => reject(new Error(`ended early, with ${code}`)))
  })
  return [child, home, () => said]
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  test(`${signal} ends a save with ${code} and leaves nothing`, { timeout: 60_000 }, async () => {
    const [child, home, said] = await start(signal, endless())
    assert.match(said(), /spilled [1-9]/)
    assert.equal(readdirSync(join(home, 'room')).length, 1, 'the save has begun')
    child.kill(signal)
    const [status] = await once(child, 'close')
    assert.equal(status, code)
    assert.deepEqual([readdirSync(join(home, 'room')), readdirSync(join(home, 'temp'))], [[], []])
  })

test('a program that listens to the signal goes on', { timeout: 60_000 }, async () => {
  const [child, home, said] = await start(
    'listens',
    endless(`process.on('SIGINT', () => {
  console.log('heard', readdirSync('room').length)
  process.exit(9)
})`),
  )
  child.kill('SIGINT')
  const [status] = await once(child, 'close')
  assert.equal(status, 9)
  assert.match(said(), /heard 1/)
  assert.deepEqual([readdirSync(join(home, 'room')), readdirSync(join(home, 'temp'))], [[], []])
})
