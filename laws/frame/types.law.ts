// The types that are known before a query runs are those that the database gives.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type DataFrame, openSession, type Session, schema } from 'partita'
import * as sql from 'partita/sql'
import { type Column, col, lit } from 'partita/sql'
import { outputOf } from '../../src/frame/check/output.ts'
import { TABLE, type TableRow } from './rows.ts'
import { frameOf, query } from './steps.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const NUMBERS = {
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  f32: 'float32',
  f64: 'float64',
  d5: 'decimal(5,2)',
  d18: 'decimal(18,4)',
  d38: 'decimal(38,10)',
} as const
const OTHERS = {
  s: 'string',
  b: 'boolean',
  bin: 'binary',
  dt: 'date',
  ts: 'timestamp',
  l: { list: 'int32' },
  ls: { list: 'string' },
  st: { struct: { a: 'int32', b: { list: 'string' } } },
  m: { map: { key: 'string', value: 'float64' } },
} as const
const every = (): DataFrame => session.createDataFrame([], schema({ ...NUMBERS, ...OTHERS }))

/** Names and types, as told before and as the database has it. */
const agree = async (frame: DataFrame): Promise<void> => {
  const told = outputOf(frame.plan)!.map(({ name, type }) => ({ name, type }))
  const there = await frame.schema()
  const plain = (type: unknown): unknown =>
    JSON.parse(JSON.stringify(type, (key, value) => (key === 'nullable' ? undefined : value)))
  assert.deepEqual(
    told.map(({ name, type }, i) => [name, plain(type ?? there[i]!.type)]),
    there.map(({ name, type }) => [name, plain(type)]),
  )
}

test('arithmetic of every two types', async () => {
  const names = Object.keys(NUMBERS)
  const calculated = (
    a: string,
    op: 'plus' | 'minus' | 'times' | 'div' | 'mod' | 'tryDivide',
    by: Column | number | bigint,
  ) => (col(a) as unknown as Readonly<Record<typeof op, (by: unknown) => Column>>)[op](by)
  for (const op of ['plus', 'minus', 'times', 'div', 'mod', 'tryDivide'] as const)
    await agree(
      every().select(
        ...names.flatMap(a => [
          ...names.map(b => calculated(a, op, col(b)).as(`${a} ${op} ${b}`)),
          calculated(a, op, 3).as(`${a} ${op} 3`),
          calculated(a, op, 1.5).as(`${a} ${op} 1.5`),
          calculated(a, op, 3_000_000_000).as(`${a} ${op} 3e9`),
          calculated(a, op, 7n).as(`${a} ${op} 7n`),
        ]),
      ),
    )
})

test('choices among every two types', async () => {
  const names = Object.keys(NUMBERS)
  const both = (name: string, f: (a: Column, b: Column) => Column) =>
    agree(
      every().select(
        ...names.flatMap(a => [
          ...names.map(b => f(col(a), col(b)).as(`${name} ${a} ${b}`)),
          f(col(a), lit(1)).as(`${name} ${a} 1`),
          f(lit(1), col(a)).as(`${name} 1 ${a}`),
        ]),
      ),
    )
  await both('coalesce', (a, b) => sql.coalesce(a, b))
  await both('greatest', (a, b) => sql.greatest(a, b))
  await both('when', (a, b) => sql.when(col('b'), a).otherwise(b))
})

test('unions of every two types', async () => {
  const names = Object.keys(NUMBERS)
  for (const a of names)
    await agree(
      every()
        .select(...names.map(b => col(a).as(b)))
        .union(every().select(...names)),
    )
})

test('functions of numbers, and aggregates', async () => {
  const { abs, ceil, floor, round, bround, sqrt, ln, pow, sign, isnan } = sql
  const scalars: Record<string, (c: Column) => Column> = {
    abs,
    ceil,
    floor,
    sqrt,
    ln,
    sign,
    isnan,
    round: c => round(c),
    'round 1': c => round(c, 1),
    bround: c => bround(c, 1),
    pow: c => pow(c, 2),
    negate: c => c.negate(),
  }
  const aggregates: Record<string, (c: Column) => Column> = {
    sum: sql.sum,
    avg: sql.avg,
    min: sql.min,
    max: sql.max,
    first: sql.first,
    stddev: sql.stddev,
    median: sql.median,
    collectList: sql.collectList,
    countDistinct: c => sql.countDistinct(c),
    sumDistinct: sql.sumDistinct,
    percentile: c => sql.percentile(c, 0.9),
    mode: sql.mode,
    anyValue: sql.anyValue,
    variance: sql.variance,
  }
  const among = (f: string): readonly string[] =>
    Object.keys(NUMBERS).filter(
      name => !(f === 'negate' && name.startsWith('u')) && !(f === 'bround' && name.startsWith('d')),
    )
  for (const [name, f] of Object.entries(scalars))
    await agree(every().select(...among(name).map(n => f(col(n)).as(`${name} ${n}`))))
  for (const [name, f] of Object.entries(aggregates)) {
    await agree(every().agg(...Object.keys(NUMBERS).map(n => f(col(n)).as(`${name} ${n}`))))
    await agree(
      every().select(
        ...Object.keys(NUMBERS).map(n => f(col(n)).over({ partitionBy: 's' }).as(`${name} over ${n}`)),
      ),
    )
  }
})

test('functions of all else', async () => {
  const { s, dt, ts, l, ls, st, m, b } = Object.fromEntries(
    Object.keys(OTHERS).map(name => [name, col(name)]),
  ) as Record<keyof typeof OTHERS, Column>
  const columns: readonly Column[] = [
    sql.upper(s),
    sql.trim(s),
    sql.length(s),
    sql.instr(s, 'a'),
    sql.substring(s, 1, 2),
    sql.concat(s, s),
    sql.concatWs('-', s, s),
    sql.replace(s, 'a', 'b'),
    sql.split(s, ','),
    sql.regexpExtract(s, '(a)'),
    sql.lpad(s, 3, ' '),
    sql.regexpReplace(s, 'a', 'b'),
    sql.repeat(s, 2),
    sql.reverse(s),
    sql.ascii(s),
    sql.md5(s),
    sql.translate(s, 'a', 'b'),
    s.like('a%'),
    s.rlike('a'),
    s.startsWith('a'),
    s.contains('b'),
    s.substr(1, 2),
    s.eq('a'),
    b.and(true),
    b.not(),
    ...[dt, ts].flatMap(t => [
      sql.year(t),
      sql.month(t),
      sql.dayOfWeek(t),
      sql.hour(t),
      sql.weekOfYear(t),
      sql.dateAdd(t, 1),
      sql.dateSub(t, 1),
      sql.dateDiff(t, dt),
      sql.addMonths(t, 1),
      sql.lastDay(t),
      sql.dateTrunc('month', t),
      sql.dateFormat(t, '%Y'),
      sql.unixMillis(t),
      sql.toDate(t),
      sql.toTimestamp(t),
      t.gt(new Date(0)),
      t.le('2024-01-01'),
      t.between(dt, ts),
    ]),
    dt.plus(1),
    dt.minus(dt),
    sql.toDate(s),
    sql.toTimestamp(s, '%Y'),
    sql.timestampMillis(col('i64')),
    l.getItem(0),
    l.tryGetItem(1),
    ls.getItem(0),
    m.getItem('a'),
    st.getField('a'),
    st.getField('b'),
    col('st.a'),
    sql.size(l),
    sql.size(m),
    sql.arrayContains(l, 1),
    sql.arrayJoin(ls, ','),
    sql.arrayDistinct(l),
    sql.sortArray(l),
    sql.array(l.getItem(0), col('i64')),
    sql.struct({ a: s, b: l }),
    sql.nullIf(s, 'a'),
    sql.rank().over({ orderBy: 's' }),
    sql.rowNumber().over({ orderBy: 's' }),
    sql.ntile(3).over({ orderBy: 's' }),
    sql.percentRank().over({ orderBy: 's' }),
    sql.lag(s).over({ orderBy: 's' }),
    sql.lead(l, 2).over({ orderBy: 's' }),
    sql.firstValue(ts).over({ orderBy: 's' }),
    sql.count().over({}),
    ...['int32', 'int64', 'float32', 'decimal(10,3)', 'string', 'boolean', 'date', 'timestamp'].map(type =>
      s.cast(type as never),
    ),
    ...['int8', 'uint16', 'float64', 'decimal(20,0)', 'string'].map(type =>
      col('f64').tryCast(type as never),
    ),
  ]
  await agree(every().select(...columns.map((column, i) => column.as(`c${i}`))))
  await agree(every().select(sql.explode(l).as('e')))
  await agree(every().select(col('*'), sql.explodeOuter(ls).as('e')))
  await agree(
    every().agg(
      ...[s, b, dt, ts, l].flatMap(c => [sql.min(c), sql.collectSet(c), sql.count(c)]),
      sql.stringAgg(s),
      sql.some(b),
    ),
  )
  await agree(
    every()
      .groupBy(dt.as('day'))
      .pivot('s', ['x', 'y'])
      .agg(t => ({ n: sql.count(), v: sql.sum(t.i32) })),
  )
  await agree(every().describe())
})

test('whole queries', () =>
  fc.assert(
    fc.asyncProperty(query, async query => {
      const make = (rows: readonly TableRow[]): DataFrame =>
        session.createDataFrame(rows as Iterable<TableRow & Record<string, unknown>>, TABLE)
      await agree(frameOf(query, make))
    }),
  ))
