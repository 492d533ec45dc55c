// Parquet files on the RDD side: the workers read, together, what the files hold, whatever the splits, and of each row
// what the closures read; both engines say the same.

import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type RDD, type Session } from 'partita'
import { openDatabase } from '../../src/io/duckdb/database.ts'
import { columnsOf } from '../arbitrary/schema.ts'
import { sameValue, table } from '../arbitrary/table.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-parquet-'))
const database = openDatabase({ threads: 1, memory: 2 ** 28 })
let local: Session
let reference: Session
before(async () => {
  local = await openSession({ master: 'local[2]' })
  reference = await openSession({ master: 'reference' })
})
after(async () => {
  await Promise.all([local.close(), reference.close(), database.close()])
  rmSync(dir, { recursive: true })
})

/** Columns as SQL of a row's number, every type among them. */
const COLUMNS = {
  id: 'i',
  small: 'CAST(i % 100 AS TINYINT)',
  fare: 'i * 0.37',
  price: 'CAST(i * 0.01 AS DECIMAL(12, 2))',
  name: `CASE WHEN i % 7 = 0 THEN NULL ELSE 'näme ' || i END`,
  at: `CASE WHEN i % 5 = 0 THEN NULL ELSE TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND END`,
  day: `DATE '1969-12-30' + CAST(i % 9 AS INTEGER)`,
  list: '[i, NULL, i * 2]',
  place: `{'x': i, 'tags': ['t' || i]}`,
  map: `MAP {'k' || (i % 3): i}`,
  data: `CAST('b' || i AS BLOB)`,
  ok: 'i % 2 = 0',
  id128: 'CAST(i AS HUGEINT)',
  uuid: `CAST('00000000-0000-0000-0000-' || lpad(CAST(i AS VARCHAR), 12, '0') AS UUID)`,
} as const
type Row = { readonly [N in keyof typeof COLUMNS]: unknown }

const write = (file: string, names: readonly (keyof typeof COLUMNS)[], from: number, rows: number) =>
  database.execute(
    `COPY (SELECT ${names.map(name => `${COLUMNS[name]} AS ${name}`).join(', ')}
     FROM range(${from}, ${from + rows}) t(i)) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  )

const programs: readonly ((rows: RDD<Row>) => Promise<unknown>)[] = [
  rows => rows.count(),
  rows =>
    rows
      .glom()
      .map(part => part.length)
      .collect(),
  rows => rows.map(row => [row.id, row.name]).take(5000),
  rows =>
    rows
      .filter(({ ok }) => ok === true)
      .map(({ at, fare }) => [at, fare])
      .collect(),
  rows =>
    rows
      .map(row => [row.small as number, 1])
      .reduceByKey((a, b) => a + b)
      .collect(),
  rows => rows.filter(row => row.list !== undefined).take(20),
  rows => rows.mapPartitions(part => [[...part].length]).collect(),
  rows =>
    rows
      .zipWithIndex()
      .filter(([, i]) => i % 1000 === 0)
      .collect(),
  rows =>
    rows
      .coalesce(1)
      .map(row => row.id)
      .collect(),
]

let files = 0
test('both engines read the same rows in the same partitions', () =>
  fc.assert(
    fc.asyncProperty(
      fc.subarray(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[], { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 200_000 }),
      fc.constantFrom(...programs),
      fc.boolean(),
      async (names, sizes, splitBytes, program, where) => {
        const folder = join(dir, String(files++))
        mkdirSync(folder)
        for (const [i, rows] of sizes.entries())
          await write(join(folder, `${i}.parquet`), names, 10_000 * i, rows)
        const play = (session: Session) =>
          program(
            session.parquet<Row>(folder, {
              splitBytes,
              where: where && names.includes('id') ? 'id > 100' : undefined,
            }),
          )
        assert.deepStrictEqual(await play(local), await play(reference))
        const rows = local.parquet<Row>(folder, { splitBytes })
        assert.equal(
          await rows.filter(row => row !== null).count(),
          sizes.reduce((a, b) => a + b, 0),
        )
        rmSync(folder, { recursive: true })
      },
    ),
    { numRuns: Math.min(20, Number(process.env.LAWS_RUNS ?? 100)) },
  ))

test('batches that follow each other in one partition stay apart', async () => {
  const file = join(dir, 'long.parquet')
  await write(file, ['id', 'name'], 0, 300_000)
  const sum = (rows: Iterable<Row>) => {
    let sum = 0
    for (const { id, name } of rows) sum += Number(id) * (name === null ? 1 : (name as string).length)
    return sum
  }
  const rows = local.parquet<Row>(file, { splitBytes: 2 ** 30 })
  const expected = sum(await reference.parquet<Row>(file, { splitBytes: 2 ** 30 }).collect())
  assert.equal(await rows.getNumPartitions(), 1)
  const one = rows.map(({ id, name }) => Number(id) * (name === null ? 1 : (name as string).length))
  assert.equal(await one.sum(), expected)
  const whole = (all: Iterable<Row>) => [...all].map(({ id, name }) => [Number(id), name] as const)
  const pairs = await rows.mapPartitions(whole).collect()
  assert.equal(
    pairs.reduce((sum, [id, name]) => sum + id * (name === null ? 1 : (name as string).length), 0),
    expected,
  )
})

test('files, directories and globs in order; directories give columns', async () => {
  const folder = join(dir, 'trips')
  for (const month of ['10', '9', 'none'])
    mkdirSync(join(folder, `year=2024/month=${month}`), { recursive: true })
  await write(join(folder, 'year=2024/month=10/a.parquet'), ['id'], 0, 2)
  await write(join(folder, 'year=2024/month=9/a.parquet'), ['id'], 2, 1)
  for (const session of [local, reference]) {
    const rows = session.parquet(folder)
    assert.deepEqual(await rows.collect(), [
      { id: 0n, year: 2024n, month: 10n },
      { id: 1n, year: 2024n, month: 10n },
      { id: 2n, year: 2024n, month: 9n },
    ])
    assert.deepEqual(
      await session
        .parquet(`${folder}/**/*.parquet`, { where: 'month = 9' })
        .map(({ id }) => id)
        .collect(),
      [2n],
    )
  }
  await write(join(folder, 'year=2024/month=none/a.parquet'), ['id'], 3, 1)
  assert.deepEqual(
    await local
      .parquet(folder)
      .map(({ month }) => month)
      .collect(),
    ['10', '10', '9', 'none'],
  )
})

test('columns: by name, or cast to a schema', async () => {
  const file = join(dir, 'columns.parquet')
  await write(file, ['id', 'name', 'fare'], 1, 7)
  for (const session of [local, reference]) {
    assert.deepEqual(await session.parquet(file, { columns: ['fare', 'id'] }).first(), {
      fare: '0.37',
      id: 1n,
    })
    const typed = session.parquet(file, { columns: { id: 'int32', name: 'string?' } })
    assert.deepEqual(await typed.filter(({ id }) => id >= 6).collect(), [
      { id: 6, name: 'näme 6' },
      { id: 7, name: null },
    ])
    await assert.rejects(session.parquet(file, { columns: { name: 'string' } }).collect(), {
      code: 'DATA',
      operator: 'parquet',
      message: /columns\.parquet: the column name holds null/,
    })
    await assert.rejects(session.parquet(file, { columns: { name: 'int32?' } }).collect(), { code: 'DATA' })
    await assert.rejects(session.parquet(file, { columns: ['nane'] }).count(), {
      code: 'PLAN',
      hint: /"name"/,
    })
    await assert.rejects(session.parquet(file, { where: 'id >' }).count(), {
      code: 'PLAN',
      operator: 'parquet',
    })
  }
  assert.throws(() => local.parquet(file, { columns: [] }), { code: 'ARGUMENT' })
  assert.throws(() => local.parquet(file, { where: ' ' }), { code: 'ARGUMENT' })
})

test('what is no whole Parquet file is refused by name', async () => {
  const [good, other] = [join(dir, 'bad/0.parquet'), join(dir, 'bad/1.parquet')]
  mkdirSync(join(dir, 'bad'))
  await write(good, ['id', 'fare'], 0, 5000)
  const refused = (hint: RegExp) =>
    Promise.all(
      [local, reference].map(session =>
        assert.rejects(
          session
            .parquet(join(dir, 'bad'))
            .map(row => [row.id, row.fare])
            .collect(),
          {
            code: 'DATA',
            operator: 'parquet',
            message: hint,
          },
        ),
      ),
    )
  writeFileSync(other, 'hello')
  await refused(/bad\/1\.parquet/)
  cpSync(good, other)
  truncateSync(other, 1000)
  await refused(/bad\/1\.parquet/)
  writeFileSync(other, '')
  await refused(/bad\/1\.parquet/)
  await write(other, ['id'], 0, 1)
  await refused(/bad\/1\.parquet.*fare/)
  const bytes = readFileSync(good)
  bytes.fill(0xff, 8, 400)
  writeFileSync(other, bytes)
  await refused(/bad\/1\.parquet/)
  await assert.rejects(local.parquet(join(dir, 'nothing.parquet')).count(), {
    code: 'IO',
    operator: 'parquet',
  })
})

test('a file that changed since it was cut is refused', async () => {
  const file = join(dir, 'changing.parquet')
  await write(file, ['id'], 0, 10)
  for (const session of [local, reference]) {
    const rows = session.parquet(file)
    assert.equal(await rows.count(), 10)
    utimesSync(file, 1, 1)
    await assert.rejects(rows.count(), { code: 'IO', message: /has changed/ })
    utimesSync(file, 2, 2)
  }
})

test('what is saved reads back as it was, a part for each partition, whole or not at all', () =>
  fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 3 }), async ({ fields, rows }, partitions) => {
      const schema = columnsOf(fields)
      for (const session of [local, reference]) {
        const target = join(dir, `saved${files++}`)
        const saved = session.parallelize(rows, partitions)
        await saved.saveAsParquet(target, { schema })
        const there = readdirSync(target).filter(name => name !== '_SUCCESS')
        assert.deepEqual(
          there.sort(),
          Array.from({ length: partitions }, (_, i) => `part-0000${i}.parquet`),
        )
        const read = session.parquet(target, { columns: schema })
        assert.ok(sameValue(await read.collect(), rows), JSON.stringify(schema))
        assert.deepEqual(
          (await read.glom().collect()).map(part => part.length),
          (await saved.glom().collect()).map(part => part.length),
        )
        await assert.rejects(saved.saveAsParquet(target, { schema }), { code: 'OUTPUT' })
      }
    }),
    { numRuns: Math.min(20, Number(process.env.LAWS_RUNS ?? 100)) },
  ))

test('nothing is left of a save that fails', async () => {
  const target = join(dir, 'unfit')
  for (const session of [local, reference]) {
    const rows = session.range(0, 100, 1, 2).map(n => ({ n: n === 90 ? 'x' : n }))
    await assert.rejects(rows.saveAsParquet(target, { schema: { n: 'int32' } }), {
      code: 'DATA',
      operator: 'saveAsParquet',
      partition: 1,
      recordIndex: 40,
    })
    assert.ok(!existsSync(target))
    assert.throws(() => rows.saveAsParquet(target, {} as never), { code: 'ARGUMENT' })
  }
})
