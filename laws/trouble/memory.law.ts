// With little memory work spills and is right, or is refused with a word on what was too small: never a crash, and the
// session goes on.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSession, PartitaError, type Session } from 'partita'

const ROWS = 400_000
const folder = mkdtempSync(join(tmpdir(), 'partita-memory-'))
const tempDir = join(folder, 'temp')
const file = join(folder, 'hashes')
mkdirSync(tempDir)
const HASHES = `SELECT range AS i, md5(range::VARCHAR) AS s FROM range(${ROWS})`

before(async () => {
  await using session = await openSession({ master: 'local[2]' })
  await session.sql(HASHES).write.parquet(file)
})
after(() => rmSync(folder, { recursive: true }))

/** What each does, and gives where it can. */
const WORK: Readonly<Record<string, (session: Session, out: string) => Promise<unknown>>> = {
  'Parquet read by workers': session =>
    session
      .parquet(file, { columns: ['s'] })
      .map(({ s }) => String(s).length)
      .sum(),
  'Parquet written by workers': async (session, out) => {
    const rows = session.range(0, ROWS, 1, 4).map(i => ({ i, s: `the row of number ${i}` }))
    await rows.saveAsParquet(out, { schema: { i: 'int32', s: 'string' } })
    return (await session.parquet(out).count()) * 32
  },
  'a sort': async session => {
    let rows = 0
    let last = ''
    for await (const { s } of session.sql<{ s: 'string' }>(`${HASHES} ORDER BY s`).toLocalIterator()) {
      assert.ok(s >= last)
      last = s
      rows++
    }
    return rows * 32
  },
  groups: async session => (await session.sql(`SELECT s, max(i) FROM (${HASHES}) GROUP BY s`).count()) * 32,
  'a join': async session =>
    (await session.sql(`SELECT a.i FROM (${HASHES}) a JOIN (${HASHES}) b USING (s)`).count()) * 32,
  'rows of a query': session =>
    session
      .sql<{ i: 'int64'; s: 'string' }>(HASHES)
      .rdd()
      .map(({ s }) => s.length)
      .sum(),
  'records as a frame': async session => {
    const rows = session.range(0, ROWS, 1, 4).map(i => ({ i, s: `${i}`.padStart(32) }))
    return (await rows.toDF({ i: 'int32', s: 'string' }).orderBy('s').count()) * 32
  },
  'a sort that is written': async (session, out) => {
    await session.sql(HASHES).orderBy('s').write.csv(out, { header: false })
    return (await session.textFile(out).count()) * 32
  },
}

const TOO_LITTLE =
  /than its part of the session's memory for (queries|Parquet files), \d+ MiB|A worker ran out of its heap/

/** What became of it: nothing but success and a refusal that says what to raise. */
const outcome = async (work: Promise<unknown>): Promise<'done' | 'refused'> => {
  try {
    assert.equal(await work, ROWS * 32)
    return 'done'
  } catch (error) {
    if (!(error instanceof PartitaError) || error.code !== 'OUT_OF_MEMORY') throw error
    assert.match(error.message, TOO_LITTLE)
    assert.match(error.hint ?? '', /`memory`/)
    return 'refused'
  }
}

let outputs = 0
for (const [memory, all] of [
  ['8m', false],
  ['64m', false],
  ['256m', true],
] as const)
  test(`${memory}: ${all ? 'all is done' : 'done, or refused with what to raise'}`, async () => {
    await using session = await openSession({ master: 'local[2]', memory, tempDir })
    const refused: string[] = []
    for (const [name, work] of Object.entries(WORK)) {
      const out = join(folder, `out ${++outputs}`)
      if ((await outcome(work(session, out))) === 'refused') {
        refused.push(name)
        assert.ok(!readdirSync(folder).some(each => out.endsWith(each)), 'absent or complete')
      }
      assert.equal(await session.range(10).sum(), 45)
    }
    if (all) assert.deepEqual(refused, [])
    await session.close()
    assert.deepEqual(readdirSync(tempDir), [])
  })

test('row groups that a worker cannot hold are refused, and read with more memory', async () => {
  const wide = join(folder, 'wide')
  const lengths = (session: Session) => session.parquet(wide).map(row => String(row.s).length)
  {
    await using session = await openSession({ master: 'local[2]', memory: '4g' })
    const rows = session.sql(`SELECT repeat(s, 10) AS s FROM (${HASHES})`)
    await rows.write.parquet(wide, { rowGroupRows: ROWS })
    assert.equal(await lengths(session).sum(), ROWS * 320)
  }
  await using session = await openSession({ master: 'local[2]', memory: '256m' })
  await assert.rejects(lengths(session).sum(), {
    code: 'OUT_OF_MEMORY',
    message: /its part of the session's memory for Parquet files, 32 MiB/,
  })
  assert.equal(await session.parquet(wide).count(), ROWS)
})
