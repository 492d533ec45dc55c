// Files that are made to harm: names that are properties of every object, a hundred thousand columns, deep nesting,
// bombs. They are ordinary data, or refused; nothing of the program changes, and memory is bounded.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openSession, type Session } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-hostile-'))
let sessions: readonly Session[]
const prototypeBefore = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
before(async () => {
  sessions = await Promise.all(
    ['reference', 'local[2]'].map(master => openSession({ master, memory: '512m' })),
  )
})
after(async () => {
  await Promise.all(sessions.map(session => session.close()))
  rmSync(dir, { recursive: true })
  assert.equal(JSON.stringify(Object.getOwnPropertyNames(Object.prototype)), prototypeBefore)
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
})
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'ok']

test('names of every object are ordinary ones, read and written', async () => {
  const line = `{${NAMES.map((name, i) => `"${name}":${i === 0 ? '{"polluted":1}' : `"${i}"`}`).join(',')}}`
  const row = JSON.parse(line) as object
  const csv = file('names.csv', `${NAMES.join(',')}\n${NAMES.map((_, i) => i).join(',')}\nshort\n`)
  const json = file('names.jsonl', `${line}\n{"polluted":1}\n`)
  const columns = Object.fromEntries(NAMES.slice(1).map(name => [name, 'string' as const]))
  for (const session of sessions) {
    const kept = await session.csv(csv, { onBadRow: 'keep' }).collect()
    const [first, second] = kept
    assert.deepEqual(
      first?.ok === true && Object.entries(first.value),
      NAMES.map((name, i) => [name, `${i}`]),
    )
    assert.equal(second?.ok, false)
    assert.deepStrictEqual(await session.jsonLines(json).first(), row)
    // What is missing is missing, though every object inherits it.
    const typed = await session.jsonLines(json, { schema: columns, onBadRow: 'keep' }).collect()
    assert.deepEqual(
      typed.map(({ ok }) => ok),
      [true, false],
    )
    const target = join(dir, `out-${session === sessions[0]}`)
    await session.parallelize([row], 1).saveAsJsonLines(target)
    assert.deepStrictEqual(await session.jsonLines(target).collect(), [row])
  }
})

test('a hundred thousand columns', async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`)
  const text = `${names.join(',')}\n${names.map(() => '1').join(',')}\n1,2\n`
  const path = file('wide.csv', text)
  for (const session of sessions) {
    const rows = await session.csv(path, { onBadRow: 'keep' }).collect()
    assert.deepEqual(
      rows.map(row => (row.ok ? Object.keys(row.value).length : row.error.line)),
      [100_000, 3],
    )
  }
})

test('deep nesting is read, and refused where it is written', async () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
  const path = file('deep.jsonl', `${deep}\n${'['.repeat(100_000)}\n`)
  for (const session of sessions) {
    const rows = session.jsonLines(path, { onBadRow: 'keep' })
    assert.deepEqual(await rows.map(({ ok }) => ok).collect(), [true, false])
    await assert.rejects(rows.saveAsJsonLines(join(dir, 'never')), { code: 'DATA', message: /nested deeper/ })
  }
})

test('a bomb is refused before it is inflated whole', async () => {
  const path = file('bomb.gz', gzipSync(Buffer.alloc(64 * 2 ** 20)))
  for (const session of sessions)
    await assert.rejects(session.wholeTextFiles(path, { maxFileBytes: 2 ** 20 }).count(), { code: 'DATA' })
})

test('texts that make careless patterns slow', async () => {
  const long = 'a'.repeat(200_000)
  const path = file('slow.csv', `x\n"${' '.repeat(200_000)}"\n${'1'.repeat(200_000)}x\n${long}\n`)
  for (const session of sessions) {
    for (const type of ['int32', 'int64', 'float64', 'date', 'timestamp', 'boolean'] as const) {
      const bad = await session.csv(path, { columns: { x: type }, onBadRow: 'drop' }).count()
      assert.equal(bad, 0)
    }
    const texts = session.csv(path)
    await texts.saveAsCsv(join(dir, `slow-${session === sessions[0]}`), { escapeFormulas: true })
  }
})
