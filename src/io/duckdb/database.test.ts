import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ColumnBatch } from '../../lineage/batch.ts'
import { type Database, openDatabase, type Parameters, type RunOptions } from './database.ts'

let database: Database
before(() => {
  database = openDatabase({ threads: 2, memory: 2 ** 28 })
})
after(() => database.close())

const all = async (sql: string, parameters?: Parameters, options?: RunOptions) => {
  const { fields, batches } = await database.query(sql, parameters, options)
  const list: ColumnBatch[] = []
  for await (const batch of batches) list.push(batch)
  return { fields, batches: list, rows: list.reduce((n, { length }) => n + length, 0) }
}
const values = async (sql: string, parameters?: Parameters) =>
  (await all(sql, parameters)).batches.map(({ columns }) =>
    Array.from(columns[0]!.values as Iterable<unknown>),
  )

test('a query has fields and batches', async () => {
  const { fields, batches } = await all(`SELECT 1 AS id, 'two' AS name, NULL::DOUBLE AS x`)
  assert.deepEqual(
    fields.map(({ name, type }) => [name, type]),
    [
      ['id', 'int32'],
      ['name', 'string'],
      ['x', 'float64'],
    ],
  )
  const [batch] = batches
  assert.deepEqual(batch!.columns[0]!.values, Int32Array.of(1))
  assert.equal(Buffer.from(batch!.columns[1]!.values as Uint8Array).toString(), 'two')
  assert.deepEqual(batch!.columns[2]!.validity, Uint8Array.of(0))
})

test('no rows, no batches, but fields', async () => {
  const { fields, rows } = await all('SELECT 1 AS id WHERE false')
  assert.deepEqual([fields.length, rows], [1, 0])
})

test('batches are cut by rows, whatever the threads', async () => {
  const { batches } = await all('SELECT i FROM range(1000000) t(i) WHERE i % 3 = 0')
  assert.deepEqual(
    batches.map(({ length }) => length),
    [122_880, 122_880, 333_334 - 2 * 122_880],
  )
})

test('types that we have no word for are cast', async () => {
  const { fields } = await all(
    `SELECT sum(x) AS s, uuid() AS u, TIME '12:00' AS t, TIMESTAMPTZ '2020-01-01 00:00:00+02' AS z, [uuid()] AS us
     FROM range(3) r(x); -- all of them`,
  )
  assert.deepEqual(
    fields.map(({ type }) => type),
    ['int64', 'string', 'string', 'timestamp', { list: { type: 'string', nullable: true } }],
  )
  assert.deepEqual(await values(`SELECT TIMESTAMPTZ '1970-01-01 02:00:00+02'`), [[0n]])
  await assert.rejects(all(`SELECT 170141183460469231731687303715884105727`), { code: 'DATA' })
})

test('parameters are bound by place and by name, and give types', async () => {
  assert.deepEqual(await values('SELECT $1 + x FROM range(2) t(x)', [40]), [[40n, 41n]])
  assert.deepEqual((await database.describe('SELECT $a AS a', { a: 'x' }))[0]!.type, 'string')
  assert.deepEqual(await values('SELECT count(*) FROM range(9) t(x) WHERE list_contains($1, x)', [[1, 3]]), [
    [2n],
  ])
  await assert.rejects(all('SELECT $a', {}), { code: 'ARGUMENT', message: /\$a .* no value/ })
  await assert.rejects(all('SELECT 1', [1]), { code: 'ARGUMENT', message: /no parameter \$1/ })
  await assert.rejects(all('SELECT ?', [Symbol('s')]), { code: 'ARGUMENT' })
})

test('errors say what, where, and what was perhaps meant', async () => {
  await assert.rejects(all('SELECT\n  fooo FROM (SELECT 1 AS foo)'), {
    code: 'PLAN',
    message: /"fooo" not found .* line 2, column 3 of the SQL: fooo FROM/,
    hint: 'did you mean "foo"?',
  })
  await assert.rejects(all('SELEC 1'), { code: 'PLAN', message: /syntax error .* line 1, column 1/ })
  await assert.rejects(all('SELECT 1; SELECT 2'), { code: 'PLAN' })
  await assert.rejects(all(`SELECT CAST(x AS INTEGER) FROM (VALUES ('a')) t(x)`), { code: 'DATA' })
  await assert.rejects(all(`FROM 'nowhere.parquet'`), { code: 'IO' })
  await assert.rejects(all('LOAD httpfs'), { code: 'IO' })
})

test('a batch stays what it is, or passes, as was asked for', async () => {
  const sql = "SELECT i, 'number ' || i AS name FROM range(300000) t(i)"
  const read = ({ columns: [numbers, names] }: ColumnBatch) => [
    Number(numbers!.values![0]),
    Buffer.from(names!.values as Uint8Array)
      .subarray(0, names!.offsets![1])
      .toString(),
  ]
  const expected = [0, 122_880, 245_760].map(i => [i, `number ${i}`])
  assert.deepEqual((await all(sql)).batches.map(read), expected)
  const passed: unknown[] = []
  for await (const batch of (await database.query(sql, [], { passing: true })).batches)
    passed.push(read(batch))
  assert.deepEqual(passed, expected)
})

test('an error after many rows is not lost, nor its reason', async () => {
  const sql = `SELECT repeat('x', 90) AS x, CAST(CASE WHEN i > $1 THEN 'no' ELSE '1' END AS INTEGER) AS n FROM range(1000000) t(i)`
  let rows = 0
  await assert.rejects(
    async () => {
      for await (const batch of (await database.query(sql, [999_000])).batches) rows += batch.length
    },
    { code: 'DATA', message: /'no' to INT32\. At line 1, column 30 / },
  )
  assert.ok(rows > 0)
})

test('all rows at once, or as a stream where they are large', async () => {
  const before = process.memoryUsage.rss()
  for (const rows of [0, 5000, 800_000]) {
    const sql = `SELECT i, repeat('x', 1000) AS s FROM range(1000000) t(i) WHERE i < $1`
    const { batches } = await database.query(sql, [rows], { atOnce: true })
    // Nothing of it lies in memory yet.
    if (rows > 5000) assert.ok(process.memoryUsage.rss() - before < 2 ** 29)
    let [n, sum] = [0, 0n]
    for await (const { length, columns } of batches) {
      n += length
      for (const i of columns[0]!.values as BigInt64Array) sum += i
    }
    assert.deepEqual([n, sum], [rows, (BigInt(rows) * BigInt(rows - 1)) / 2n])
  }
  const endless = 'SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3'
  const signal = AbortSignal.timeout(50)
  await assert.rejects(all(endless, [], { atOnce: true, signal }), { code: 'CANCELLED' })
  await assert.rejects(all("SELECT CAST('x' || i AS INT) FROM range(9) t(i)", [], { atOnce: true }), {
    code: 'DATA',
    message: /At line 1, column 8 /,
  })
})

test('a query finds nothing that was made for the one before', async () => {
  for (let i = 0; i < 3; i++) {
    await all('SELECT 1')
    await all('FROM mine', [], { before: ['CREATE TEMP TABLE mine AS SELECT 1'] })
    await assert.rejects(all('FROM mine'), { code: 'PLAN' })
  }
})

test('too little memory names the setting', async () => {
  const tight = openDatabase({ threads: 1, memory: 2 ** 22 })
  try {
    await assert.rejects(
      tight.execute('CREATE TABLE t AS SELECT md5(i::VARCHAR) FROM range(10000000) t(i)'),
      { code: 'OUT_OF_MEMORY', hint: /`memory`/ },
    )
  } finally {
    await tight.close()
  }
})

test('two databases spill into one folder, and leave nothing there', async () => {
  const tempDir = mkdtempSync(join(tmpdir(), 'partita-spill-'))
  try {
    const spilling = async () => {
      const tight = openDatabase({ threads: 1, memory: 2 ** 25, tempDir })
      try {
        const sorted = `SELECT i || 'abcdefghijklmnop' AS s FROM range(1000000) t(i) ORDER BY hash(i)`
        await tight.execute(`SELECT max(hash(s)) FROM (${sorted})`)
      } finally {
        await tight.close()
      }
    }
    await Promise.all([spilling(), spilling()])
    assert.deepEqual(readdirSync(tempDir), [])
  } finally {
    rmSync(tempDir, { recursive: true })
  }
})

test('an abort ends a query at once, also between batches and before the start', async () => {
  const endless = 'SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3'
  await assert.rejects(all(endless, [], { signal: AbortSignal.timeout(50) }), { code: 'CANCELLED' })
  await assert.rejects(all(endless, [], { signal: AbortSignal.abort() }), { code: 'CANCELLED' })
  const controller = new AbortController()
  const { batches } = await database.query('FROM range(10000000)', [], { signal: controller.signal })
  await assert.rejects(
    async () => {
      for await (const _ of batches) controller.abort()
    },
    { code: 'CANCELLED' },
  )
})

test('two queries run at a time; one that waits for its turn is aborted at once', async () => {
  const endless = 'SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3'
  const controller = new AbortController()
  const busy = [1, 2].map(() =>
    assert.rejects(all(endless, [], { signal: controller.signal }), { code: 'CANCELLED' }),
  )
  await assert.rejects(all('SELECT 1', [], { signal: AbortSignal.timeout(50) }), { code: 'CANCELLED' })
  const waiting = all('SELECT 1')
  controller.abort()
  await Promise.all(busy)
  assert.equal((await waiting).rows, 1)
})

test('a loop that is left frees its connection; two streams do not disturb each other', async () => {
  for (let i = 0; i < 20; i++)
    for await (const _ of (await database.query('FROM range(10000000)')).batches) break
  const [a, b] = await Promise.all([all('FROM range(300000)'), all('FROM range(400000)')])
  assert.deepEqual([a.rows, b.rows], [300_000, 400_000])
})

test('many streams may be open at once', async () => {
  const open = await Promise.all(Array.from({ length: 9 }, () => database.query('FROM range(200000)')))
  const counts = await Promise.all(
    open.map(async ({ batches }) => {
      let n = 0
      for await (const { length } of batches) n += length
      return n
    }),
  )
  assert.deepEqual(new Set(counts), new Set([200_000]))
})

test('closing ends what runs, with code CLOSED', async () => {
  const other = openDatabase({ threads: 1, memory: 2 ** 28 })
  const query = other.query('SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3')
  const stream = (await other.query('FROM range(10000000)')).batches[Symbol.asyncIterator]()
  const both = Promise.all([
    assert.rejects(
      query.then(({ batches }) => batches[Symbol.asyncIterator]().next()),
      { code: 'CLOSED' },
    ),
    assert.rejects(
      async () => {
        for (;;) await stream.next()
      },
      { code: 'CLOSED' },
    ),
  ])
  await other.close()
  await both
  await other.close()
  await assert.rejects(other.query('SELECT 1'), { code: 'CLOSED' })
})

test('progress is told while a query runs', async () => {
  const controller = new AbortController()
  await assert.rejects(
    all('SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3', [], {
      signal: controller.signal,
      follow: () => ({ progress: () => controller.abort(), ended: () => {} }),
    }),
    { code: 'CANCELLED' },
  )
})
