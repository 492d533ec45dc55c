// Frames that make each row of Parquet files by itself become RDDs without a query of the driver's: the workers read the
// row groups of their partitions, and nobody can tell by the rows or by their order.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { type DataFrame, openSession, type RDD, type Session } from 'partita'
import type { Column } from 'partita/sql'
import { openDatabase } from '../../src/io/duckdb/database.ts'
import { rowKey, TABLE, type TableRow, table } from './rows.ts'
import { frameOf, query, rowsOf, type Step } from './steps.ts'
import { numberTerm, textTerm, truthTerm } from './terms.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-worker-scan-'))
const database = openDatabase({ threads: 1, memory: 2 ** 28 })
let local: Session
let reference: Session
let sessions: readonly Session[]
before(async () => {
  // A split for each row group.
  local = await openSession({ master: 'local[2]', splitBytes: 1 })
  reference = await openSession({ master: 'reference' })
  sessions = [local, reference]
})
after(async () => {
  await Promise.all([local.close(), reference.close(), database.close()])
  rmSync(dir, { recursive: true })
})

const copy = (sql: string, file: string) =>
  database.execute(`COPY (${sql}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`)
let folders = 0
const folder = (): string => {
  const made = join(dir, String(folders++))
  mkdirSync(made)
  return made
}

const byRow = fc.oneof(
  fc
    .constantFrom('select', 'columns', 'dropna', 'fillna', 'rename', 'explode')
    .map((step): Step => ({ step })),
  fc.record({ step: fc.constant('where' as const), condition: truthTerm }),
  fc.record({ step: fc.constant('compute' as const), x: numberTerm, s: textTerm, b: truthTerm }),
)

const BY_WORKERS = /\n {2}by the workers/
const BY_QUERY = /\n {2}by one query/

test('rows, and their order, are those of the query and of plain arrays', () =>
  fc.assert(
    fc.asyncProperty(
      table,
      fc.array(fc.constantFrom(0, 1, 7, 2048, 3000), { minLength: 1, maxLength: 3 }),
      fc.array(byRow, { maxLength: 4 }),
      async (some, sizes, steps) => {
        const path = folder()
        const rows: TableRow[] = []
        for (const [file, size] of sizes.entries()) {
          // The day tells a row's place.
          const part = Array.from({ length: some.length === 0 ? 0 : size }, (_, i) => ({
            ...some[i % some.length]!,
            d: new Date((rows.length + i) * 86_400_000),
          }))
          rows.push(...part)
          await reference
            .createDataFrame(part, TABLE)
            .write.parquet(join(path, String(file)), { rowGroupRows: 2048 })
        }
        const keys = (found: readonly object[]) => found.map(row => rowKey(row))
        const expected = keys(rowsOf({ rows, steps }, 50_000))
        for (const session of sessions) {
          const frame = frameOf(
            { rows, steps },
            () => session.read.parquet(path, { schema: TABLE }) as DataFrame,
          )
          const made = frame.rdd() as RDD<TableRow>
          assert.match(await made.explain(), BY_WORKERS)
          assert.deepEqual(keys(await made.collect()), expected)
          assert.deepEqual(keys(await frame.collect()), expected)
          assert.deepEqual(
            await made.map(({ d }) => Number(d)).collect(),
            (await frame.select('d').collect()).map(({ d }) => Number(d)),
          )
          const batches = frame.batches() as RDD<RecordBatch>
          assert.equal(await batches.map(batch => batch.numRows).sum(), expected.length)
        }
        rmSync(path, { recursive: true })
      },
    ),
    { numRuns: Math.min(15, Number(process.env.LAWS_RUNS ?? 100)) },
  ))

test('every other frame is a query', () =>
  fc.assert(
    fc.asyncProperty(query, fc.array(byRow, { maxLength: 2 }), async (other, steps) => {
      const make = () => local.read.parquet('nowhere', { schema: TABLE }) as DataFrame
      const isByRow = other.steps.every(({ step }) =>
        ['where', 'compute', 'select', 'columns', 'dropna', 'fillna', 'rename', 'explode'].includes(step),
      )
      const frame = frameOf({ rows: [], steps }, () => frameOf(other, make))
      if (!isByRow) assert.match(await frame.rdd().explain(), BY_QUERY)
    }),
  ))

const same = async (frame: (session: Session) => DataFrame, expected: readonly object[]) => {
  for (const session of sessions) {
    const rows = frame(session).rdd() as RDD<object>
    assert.match(await rows.explain(), BY_WORKERS)
    assert.deepEqual(await rows.collect(), expected)
    assert.deepEqual(await frame(session).collect(), expected)
  }
}

test('directories give columns, of text or as declared', async () => {
  const path = folder()
  for (const key of ['month=09/city=a%20b', 'month=10/city=c'])
    mkdirSync(join(path, key), { recursive: true })
  await copy('SELECT 1 AS n', join(path, 'month=09/city=a%20b/0.parquet'))
  await copy('SELECT i AS n FROM range(2, 4) t(i)', join(path, 'month=10/city=c/0.parquet'))
  await same(
    session => session.read.parquet(path).where(t => t.month.ne('9')) as DataFrame,
    [
      { n: 1, month: '09', city: 'a b' },
      { n: 2, month: '10', city: 'c' },
      { n: 3, month: '10', city: 'c' },
    ],
  )
  await same(
    session =>
      session.read
        .parquet(path)
        .where(t => t.month.eq('10'))
        .drop('city') as DataFrame,
    [
      { n: 2, month: '10' },
      { n: 3, month: '10' },
    ],
  )
  const schema = { month: 'int32', n: 'int64' } as const
  await same(
    session => session.read.parquet(path, { schema }).where(t => t.month.eq(10).and(t.n.gt(2))) as DataFrame,
    [{ month: 10, n: 3n }],
  )
  await same(
    session => session.read.parquet(`${path}/*/*/*.parquet`, { hivePartitioning: false }) as DataFrame,
    [{ n: 1 }, { n: 2 }, { n: 3 }],
  )
})

const onDirectories = fc.letrec<{ condition: (t: Directories) => Column }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom('month', 'city', 'n'),
        fc.constantFrom('eq', 'ne', 'lt'),
        fc.constantFrom('1', '2', 'a b'),
      )
      .map(
        ([name, operation, value]) =>
          (t: Directories) =>
            name === 'n' ? t.n[operation](2) : t[name as 'month'][operation](value),
      ),
    fc.constantFrom<(t: Directories) => Column>(
      t => t.city.isNull(),
      t => t.month.isNotNull(),
      t => t.month.cast('int32').gt(1),
    ),
    fc.tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition')).map(
      ([operation, a, b]) =>
        (t: Directories) =>
          (a(t) as Column<'boolean'>)[operation](b(t) as Column<'boolean'>),
    ),
    tie('condition').map(a => (t: Directories) => (a(t) as Column<'boolean'>).not()),
  ),
})).condition
type Directories = Readonly<Record<'month' | 'city', Column<'string?'>>> & { readonly n: Column<'int32'> }

test('directories that conditions leave out are not opened, and no row is lost', async () => {
  const path = folder()
  const keys = [
    'month=1/city=a%20b',
    'month=1/city=1',
    'month=2/city=2',
    'month=2/city=__HIVE_DEFAULT_PARTITION__',
  ]
  for (const [i, key] of keys.entries()) {
    mkdirSync(join(path, key), { recursive: true })
    await copy(`SELECT ${i}::INTEGER AS n`, join(path, `${key}/0.parquet`))
  }
  const read = (session: Session) => session.read.parquet(path) as unknown as DataFrame
  await fc.assert(
    fc.asyncProperty(fc.array(onDirectories, { minLength: 1, maxLength: 2 }), async conditions => {
      for (const session of sessions) {
        const frame = conditions.reduce(
          (frame, condition) => frame.where(t => condition(t as never)),
          read(session),
        )
        assert.deepEqual(await (frame.rdd() as RDD<object>).collect(), await frame.collect())
      }
    }),
    { numRuns: Math.min(30, Number(process.env.LAWS_RUNS ?? 100)) },
  )
  writeFileSync(join(path, `${keys[2]}/0.parquet`), 'no Parquet')
  const whole = read(local)
  assert.equal(
    await whole
      .where(t => t.city.eq('1').and(t.n.ge(0)))
      .rdd()
      .count(),
    1,
  )
  assert.equal(
    await whole
      .where(t => t.month.eq('1'))
      .rdd()
      .count(),
    2,
  )
  await assert.rejects(
    whole
      .where(t => t.n.eq(1))
      .rdd()
      .count(),
    { code: 'DATA', message: /city=2/ },
  )
})

test('the first file says what the columns are, whatever they are called', async () => {
  const path = folder()
  await copy('SELECT 1.5 AS x, 7 AS filename, true AS "file_ROW_number", 1 AS a', join(path, '0.parquet'))
  await copy('SELECT 9 AS a, 8 AS filename, false AS "file_ROW_number", 2 AS x', join(path, '1.parquet'))
  const expected = [
    { x: 1.5, filename: 7, file_ROW_number: true, a: 1 },
    { x: 2, filename: 8, file_ROW_number: false, a: 9 },
  ]
  await same(
    session => session.read.parquet(path).withColumn('x', t => t.x.cast('float64')) as DataFrame,
    expected,
  )
  await same(
    session => session.read.parquet(path).select(t => ({ x: t.x.cast('float64'), a: t.A })) as DataFrame,
    expected.map(({ x, a }) => ({ x, a })),
  )
  const other = folder()
  await copy('SELECT 1.5::DOUBLE AS x, 1 AS filename', join(other, "0 [*] it's ü.parquet"))
  await copy('SELECT 2 AS filename, 3 AS b, 4 AS x', join(other, '1?{a,b}.parquet'))
  await same(
    session => session.read.parquet(other) as DataFrame,
    [
      { x: 1.5, filename: 1 },
      { x: 4, filename: 2 },
    ],
  )
})

test('what is wrong is told as what it is', async () => {
  const path = folder()
  const [first, second] = [join(path, '0.parquet'), join(path, '1.parquet')]
  await copy("SELECT i AS n, 'x' || i AS s, nullif(i, 3000) AS m FROM range(5000) t(i)", first)
  await copy("SELECT 7 AS n, 'x' AS s", second)
  const refuses = async (frame: (session: Session) => DataFrame, expected: object) => {
    for (const session of sessions) {
      const rows = frame(session).rdd() as RDD<object>
      await assert.rejects(rows.filter(row => row !== null).count(), expected)
    }
  }
  const read = (session: Session) => session.read.parquet(first) as DataFrame
  await refuses(session => read(session).withColumn('n', t => t.n.div(t.n.minus(4000))), {
    code: 'DATA',
    operator: 'withColumn',
    message: /divides by zero/,
    hint: /tryDivide/,
  })
  await refuses(session => read(session).withColumn('n', t => t.s.cast('int32')), {
    code: 'DATA',
    operator: 'rdd',
    message: /0\.parquet: Could not convert .*x\d+[^:]*from source column s\.$/,
    hint: /tryCast/,
  })
  await refuses(session => session.read.parquet(first, { schema: { m: 'int64' } }) as DataFrame, {
    code: 'DATA',
    operator: 'rdd',
    message: /column m holds null/,
  })
  await refuses(session => session.read.parquet(first, { schema: { n: 'string' } }) as DataFrame, {
    code: 'PLAN',
    operator: 'read.parquet',
    message: /finds int64 in the column n/,
  })
  await refuses(session => read(session).where(t => t.o.gt(1)), {
    code: 'PLAN',
    operator: 'where',
    message: /no column o/,
  })
  await refuses(session => session.read.parquet(path) as DataFrame, {
    code: 'DATA',
    message: /"m".*1\.parquet/,
  })
  truncateSync(second, 100)
  await refuses(session => session.read.parquet(path) as DataFrame, { code: 'DATA', message: /1\.parquet/ })
  await refuses(session => session.read.parquet(join(path, 'none')) as DataFrame, {
    code: 'IO',
    operator: 'read.parquet',
    message: /There is no file/,
  })
  for (const session of sessions) {
    const rows = read(session).rdd()
    assert.equal(await rows.count(), 5000)
    utimesSync(first, 1, 1)
    await assert.rejects(rows.count(), { code: 'IO', message: /has changed/ })
    assert.equal(await read(session).rdd().count(), 5000)
    utimesSync(first, 2, 2)
    assert.deepEqual(await session.read.parquet(folder(), { schema: TABLE }).rdd().collect(), [])
  }
})
