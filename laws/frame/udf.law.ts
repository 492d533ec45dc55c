// Functions of the user's over columns give what they give over plain rows, wherever a query calls them and whichever
// engine runs them.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type DataFrame, openSession, type PartitaError, type Session } from 'partita'
import { countDistinct, sum, udf } from 'partita/sql'
import { sameRows, TABLE, type TableRow, table } from './rows.ts'

let sessions: readonly Session[]
before(async () => {
  sessions = await Promise.all(['local[2]', 'reference'].map(master => openSession({ master })))
})
after(() => Promise.all(sessions.map(session => session.close())))

/** Each run is a query or more on both engines. */
const RUNS = { numRuns: Math.min(30, Number(process.env.LAWS_RUNS ?? 100)) }

const make = (session: Session, rows: readonly TableRow[]) =>
  session.createDataFrame(rows as Iterable<TableRow & Record<string, unknown>>, TABLE)

const label = (s: string | null, i: number): string => `${s ?? 'none'}:${i}`
const half = (x: number | null): number | null => (x === null ? null : x / 2)
const isSmall = (i: number): boolean => i < 2

const labelled = udf(label, 'string')
const halved = udf(half, 'float64?')
const small = udf(isSmall, 'boolean')
const labelledLater = udf(async (s: string | null, i: number) => label(s, i), 'string', { concurrency: 3 })
const tripled = udf(column => Array.from(column as Iterable<number>, i => i * 3), 'int32', { columns: true })

/** What each place of a call gives, and what it must give. */
const PLACES: Readonly<
  Record<
    string,
    readonly [(t: ReturnType<typeof make>) => DataFrame, (rows: readonly TableRow[]) => readonly object[]]
  >
> = {
  withColumn: [
    t => t.withColumn('made', c => labelled(c.s, c.i)),
    rows => rows.map(row => ({ ...row, made: label(row.s, row.i) })),
  ],
  'a promise': [
    t => t.select(c => ({ made: labelledLater(c.s, c.i) })),
    rows => rows.map(row => ({ made: label(row.s, row.i) })),
  ],
  'whole columns': [
    t => t.select(c => ({ i: c.i, made: tripled(c.i) })),
    rows => rows.map(({ i }) => ({ i, made: i * 3 })),
  ],
  where: [t => t.where(c => small(c.i).or(c.b)), rows => rows.filter(row => isSmall(row.i) || row.b)],
  'of another': [
    t => t.select(c => ({ made: labelled(c.s, tripled(c.i)), half: halved(halved(c.x)) })),
    rows => rows.map(({ s, i, x }) => ({ made: label(s, i * 3), half: half(half(x)) })),
  ],
  'inside of an expression': [
    t => t.select(c => ({ made: tripled(c.i).plus(c.i).minus(1) })),
    rows => rows.map(({ i }) => ({ made: i * 4 - 1 })),
  ],
}

for (const [place, [frame, plain]] of Object.entries(PLACES))
  test(`a call in ${place}`, () =>
    fc.assert(
      fc.asyncProperty(table, async rows => {
        const expected = plain(rows)
        for (const session of sessions) sameRows(await frame(make(session, rows)).collect(), expected)
      }),
      RUNS,
    ))

test('groups by a function, and aggregates of one', () =>
  fc.assert(
    fc.asyncProperty(table, async rows => {
      const groups = new Map<boolean, readonly TableRow[]>()
      for (const row of rows) groups.set(isSmall(row.i), [...(groups.get(isSmall(row.i)) ?? []), row])
      const expected = [...groups].map(([key, group]) => ({
        small: key,
        total: BigInt(group.reduce((total, { i }) => total + i * 3, 0)),
        labels: BigInt(new Set(group.map(({ s, i }) => label(s, i))).size),
      }))
      for (const session of sessions) {
        const t = make(session, rows)
        const made = t
          .groupBy(small('i').as('small'))
          .agg(c => ({ total: sum(tripled(c.i)), labels: countDistinct(labelled(c.s, c.i)) }))
        sameRows(await made.collect(), expected)
      }
    }),
    RUNS,
  ))

/** Queries in SQL, and what they must give. */
const QUERIES: Readonly<Record<string, (rows: readonly TableRow[]) => readonly object[]>> = {
  'SELECT i, label(s, i) AS made FROM t': rows => rows.map(({ s, i }) => ({ i, made: label(s, i) })),
  'SELECT * FROM t WHERE small(i) AND b': rows => rows.filter(({ i, b }) => isSmall(i) && b),
  'SELECT label(label(s, i), 7) AS made FROM t': rows =>
    rows.map(({ s, i }) => ({ made: label(label(s, i), 7) })),
  'SELECT small(i) AS k, count(*) AS n FROM t GROUP BY small(i)': rows =>
    [true, false].flatMap(k => {
      const n = rows.filter(({ i }) => isSmall(i) === k).length
      return n === 0 ? [] : [{ k, n: BigInt(n) }]
    }),
  'SELECT i, label(NULL, i) AS made, max(k) AS k FROM t GROUP BY i': rows =>
    [...new Set(rows.map(({ i }) => i))].map(i => ({
      i,
      made: label(null, i),
      k: rows.reduce<number | null>(
        (most, row) => (row.i === i && (row.k ?? -1) > (most ?? -1) ? row.k : most),
        null,
      ),
    })),
  'WITH q AS (SELECT label(s, i) AS l FROM t) SELECT count(DISTINCT l) AS n, label(NULL, 1) AS c FROM q':
    rows => [{ n: BigInt(new Set(rows.map(({ s, i }) => label(s, i))).size), c: label(null, 1) }],
  'SELECT a.i FROM t AS a, t AS b WHERE label(a.s, a.i) = label(b.s, b.i)': rows =>
    rows.flatMap(a => rows.filter(b => label(a.s, a.i) === label(b.s, b.i)).map(() => ({ i: a.i }))),
}

for (const [text, plain] of Object.entries(QUERIES))
  test(text, () =>
    fc.assert(
      fc.asyncProperty(table, async rows => {
        const expected = plain(rows)
        for (const session of sessions) {
          session.registerFunction('label', label, 'string')
          session.registerFunction('small', isSmall, 'boolean')
          make(session, rows).createOrReplaceTempView('t')
          sameRows(await session.sql<Record<string, never>>(text).collect(), expected)
        }
      }),
    ),
  )

const rows = [{ i: 1 }, { i: 2 }, { i: 3 }]
const failing = async (session: Session, column: Parameters<DataFrame['select']>[0]): Promise<PartitaError> =>
  session
    .createDataFrame(rows, { i: 'int32' })
    .select(column as never)
    .collect()
    .then(
      () => assert.fail('it did not fail'),
      error => error as PartitaError,
    )

test('what a function throws is told with its line and its record', async () => {
  const strict = udf((i: number): number => {
    if (i === 2) throw new RangeError('two is too many')
    return i
  }, 'int32')
  for (const session of sessions) {
    const error = await failing(session, strict('i').as('made'))
    assert.equal(error.code, 'TASK_FAILED')
    assert.match(error.message, /The function udf threw RangeError: two is too many/)
    assert.equal(error.recordIndex, 1)
    assert.match(error.source?.file ?? '', /udf\.law\.ts$/)
    assert.match(error.callSite?.file ?? '', /udf\.law\.ts$/)
    assert.ok(error.cause instanceof RangeError)
  }
})

test('what a function gives must be of its type', async () => {
  const wrong = udf((i: number) => (i === 3 ? null : i) as number, 'int32', { name: 'mostly' })
  const text = udf((i: number) => String(i) as unknown as number, 'float64')
  const short = udf(() => [1], 'int32', { columns: true })
  const promise = udf((i: number) => Promise.resolve(i) as unknown as number, 'int32')
  for (const session of sessions) {
    assert.match((await failing(session, wrong('i'))).message, /Record 2: mostly is null, not int32/)
    assert.match((await failing(session, text('i'))).message, /Record 0: udf is the string "1", not float64/)
    assert.match((await failing(session, short('i'))).message, /returned 1 values for 3 rows/)
    assert.match((await failing(session, promise('i'))).hint ?? '', /concurrency/)
  }
})

test('what cannot be a function is refused at once', () => {
  assert.throws(() => udf('f' as never, 'int32'), { code: 'ARGUMENT' })
  assert.throws(() => udf(((i: number) => i) as never, 'int31' as never), { code: 'ARGUMENT' })
  assert.throws(() => udf((async (i: number) => i) as never, 'int32'), /concurrency/)
  assert.throws(
    () => sessions[0]!.registerFunction('a b', (i: number) => i, 'int32'),
    /a name that SQL can call/,
  )
})

test('in SQL a call that has no meaning is refused', async () => {
  for (const session of sessions) {
    session.registerFunction('label', label, 'string')
    session.createDataFrame(rows, { i: 'int32' }).createOrReplaceTempView('t')
    const refused = (text: string, message: RegExp) =>
      assert.rejects(session.sql(text).collect(), { code: 'PLAN', message })
    await refused('SELECT label(NULL, sum(i)) FROM t', /cannot give sum to label within one SELECT/)
    await refused('SELECT label(NULL, i), count(*) FROM t', /neither grouped by nor inside of an aggregate/)
    await refused(
      'SELECT * FROM t JOIN t AS u ON label(NULL, t.i) = label(NULL, u.i)',
      /in the condition of a join/,
    )
    await refused('SELECT labels(NULL, i) FROM t', /labels/)
  }
})
