// Commands of the operating system: what they are given, what they say, how they end.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { openSession } from 'partita'
import { everywhere } from './masters.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))

const text = fc.string({ unit: 'grapheme', maxLength: 6 })
const whole = (line: string): boolean => !/[\n\0]/.test(line)

everywhere('cat is the identity, with any separator', session =>
  fc.assert(
    fc.asyncProperty(
      fc.array(text.filter(whole), { maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('\n', '\0', '\n\n-'),
      async (lines, n, separator) => {
        const rdd = session.parallelize(lines, n)
        const piped = rdd.pipe(['cat'], { separator })
        assert.deepEqual(await piped.glom().collect(), await rdd.glom().collect())
      },
    ),
    { numRuns: 15 },
  ),
)

everywhere('a command sorts each partition, and sees its environment and directory', async session => {
  const sorted = session.parallelize([3, 1, 2, 20, 10], 2).pipe(['sort', '-n'])
  assert.deepEqual(await sorted.glom().collect(), [
    ['1', '3'],
    ['2', '10', '20'],
  ])
  const told = session
    .parallelize(['x'], 1)
    .pipe(['sh', '-c', 'cat; pwd; echo "$ZONE"'], { cwd: folder, env: { ZONE: 'a b' } })
  assert.deepEqual(await told.collect(), ['x', folder, 'a b'])
  // An argument is an argument, whatever a shell would make of it.
  assert.deepEqual(await session.parallelize([''], 1).pipe(['echo', '$(id); *']).collect(), ['$(id); *'])
})

everywhere('a command may read less than it is given', async session => {
  assert.deepEqual(await session.range(0, 300_000, 1, 1).pipe(['head', '-2']).collect(), ['0', '1'])
  assert.deepEqual(await session.range(0, 300_000, 1, 1).pipe(['cat']).take(2), ['0', '1'])
})

everywhere('a failure tells the command, its status and what it said last', async session => {
  const of = (script: string) => session.parallelize(['x'], 1).pipe(['sh', '-c', script]).collect()
  await assert.rejects(of('echo partial; echo no such zone >&2; exit 3'), {
    code: 'TASK_FAILED',
    operator: 'pipe',
    message: /sh -c .* ended with status 3: no such zone$/,
  })
  await assert.rejects(of('kill -9 $$'), { code: 'TASK_FAILED', message: /was killed by SIGKILL/ })
  await assert.rejects(of("printf '\\377\\n'"), { code: 'DATA', message: /sh writes is not UTF-8/ })
  await assert.rejects(session.parallelize(['x'], 1).pipe(['no-such-command']).count(), {
    code: 'IO',
    message: /no-such-command cannot be started/,
  })
  await assert.rejects(session.parallelize(['a', 'b\nc'], 1).pipe(['cat']).count(), {
    code: 'DATA',
    recordIndex: 1,
  })
  await assert.rejects(
    session
      .parallelize([{} as never], 1)
      .pipe(['cat'])
      .count(),
    { code: 'DATA' },
  )
  const upstream = session.range(0, 9, 1, 1).map(n => {
    if (n === 7) throw new RangeError('seven')
    return n
  })
  await assert.rejects(upstream.pipe(['cat']).count(), { operator: 'map', recordIndex: 7 })
})

test('neither side of a pipe is held in memory', async () => {
  // 130 MB of text through a heap of 76.
  const session = await openSession({ master: 'local[1]', memory: '128m' })
  const line = 'x'.repeat(90)
  assert.equal(
    await session
      .range(0, 1_200_000, 1, 1)
      .map(n => `${line}${n}`)
      .pipe(['cat'])
      .count(),
    1_200_000,
  )
  await session.close()
})

/** A zombie is dead, though nobody has asked for its status. */
const isAlive = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}

everywhere('a command ends with its job', async (session, t) => {
  const file = join(folder, t.name.replaceAll(/\W/g, ''))
  const waits = session
    .parallelize(['x'], 1)
    .pipe(['sh', '-c', `echo $$ > ${file}.new; mv ${file}.new ${file}; exec sleep 1000`])
  const cancel = new AbortController()
  const job = assert.rejects(waits.count({ signal: cancel.signal }), { code: 'CANCELLED' })
  while (!existsSync(file)) await setImmediate()
  cancel.abort()
  await job
  const pid = Number(readFileSync(file, 'utf8'))
  while (isAlive(pid)) await setImmediate()
})

test('a command does not outlive its worker', { timeout: 60_000 }, async () => {
  const session = await openSession({ master: 'local[1]' })
  const file = join(folder, 'lost')
  const lost = session
    .parallelize(['x'], 1)
    .pipe(['sh', '-c', `echo $$ > ${file}; echo ready; exec sleep 1000`])
    .map(() => process.exit(3))
  await assert.rejects(lost.count(), { code: 'WORKER_LOST' })
  const pid = Number(readFileSync(file, 'utf8'))
  while (isAlive(pid)) await setImmediate()
  await session.close()
})
