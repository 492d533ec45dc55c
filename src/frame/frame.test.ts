// What a Spark user expects of SQL's semantics, case by case.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DataFrame, openSession, PartitaError, type Session } from 'partita'
import {
  avg,
  broadcast,
  bround,
  col,
  count,
  countDistinct,
  denseRank,
  explode,
  explodeOuter,
  lit,
  max,
  rank,
  round,
  rowNumber,
  sum,
} from 'partita/sql'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const keys = (...ks: readonly (number | null)[]) =>
  session.createDataFrame(
    ks.map((k, i) => ({ k, i })),
    { k: 'int32?', i: 'int32' },
  )

const refusal = async (act: () => unknown): Promise<PartitaError> => {
  try {
    await act()
  } catch (error) {
    assert.ok(error instanceof PartitaError, String(error))
    return error
  }
  return assert.fail('nothing was refused')
}

/** One value of an expression over nothing. */
const value = async (column: ReturnType<typeof lit>) =>
  (await session
    .createDataFrame([{ one: 1 }])
    .select(column.as('v'))
    .first())!.v

test('null keys: an inner join drops them, null-safe equality joins them, an anti join keeps them', async () => {
  const [a, b] = [keys(1, null), keys(null, 2)]
  assert.equal(await a.join(b, 'k').count(), 0)
  assert.equal(await a.join(b, (l, r) => l.k.eqNullSafe(r.k)).count(), 1)
  assert.equal(await a.join(b, 'k', 'anti').count(), 2)
  assert.equal(await a.join(b, 'k', 'full').count(), 4)
})

test('a join by name has the key once, by a condition twice; which one is meant must be said', async () => {
  const [a, b] = [keys(1, 2).as('a'), keys(2, 3).as('b')]
  assert.deepEqual(await a.join(b.drop('i'), 'k', 'full').orderBy('k').collect(), [
    { k: 1, i: 0 },
    { k: 2, i: 1 },
    { k: 3, i: null },
  ])
  const both = a.join(b, (l, r) => l.k.eq(r.k))
  const { code, message, hint } = await refusal(() => (both as DataFrame).select('k'))
  assert.equal(code, 'PLAN')
  assert.equal(message, 'select finds 2 columns k: a.k and b.k.')
  assert.match(hint!, /\.as/)
  const same = keys(1)
  const self = await refusal(() => same.join(same, (l, r) => l.k.eq(r.k)).drop('k' as never))
  assert.match(self.message, /: that of the left side, .* and that of the right side, /)
  assert.deepEqual(await both.select(col('a.k'), col('b.i').as('j')).collect(), [{ k: 2, j: 0 }])
})

test('nulls are one group; counts of a column skip them; sums of nothing are null', async () => {
  const grouped = keys(1, null, 1, null)
    .groupBy('k')
    .agg(() => ({ all: count(), some: count('k') }))
    .orderBy('k')
  assert.deepEqual(await grouped.collect(), [
    { k: null, all: 2n, some: 0n },
    { k: 1, all: 2n, some: 2n },
  ])
  const none = keys().agg(t => ({ n: count(), s: sum(t.k), a: avg(t.k), m: max(t.k), d: countDistinct(t.k) }))
  assert.deepEqual(await none.collect(), [{ n: 0n, s: null, a: null, m: null, d: 0n }])
  assert.equal(
    await keys(1, 5, null)
      .where(t => t.k.isIn(5, null).not())
      .count(),
    0,
  )
  assert.equal(
    await keys(1, 5, null)
      .where(t => t.k.ne(5))
      .count(),
    1,
  )
  assert.equal(await keys(null, null).distinct().count(), 2)
  assert.equal(await keys(null, null).select('k').distinct().count(), 1)
})

test('3 by 2 is 1.5; whole quotients and remainders go towards zero; halves away from it', async () => {
  assert.equal(await value(lit(3).div(2)), 1.5)
  assert.equal(await value(lit(3).intDiv(2)), 1)
  assert.equal(await value(lit(-7).intDiv(2)), -3)
  assert.equal(await value(lit(7).mod(-3)), 1)
  assert.equal(await value(lit(-7).mod(3)), -1)
  assert.equal(await value(round(lit(2.5))), 3)
  assert.equal(await value(round(lit(-2.5))), -3)
  assert.equal(await value(bround(lit(2.5))), 2)
  assert.equal(await value(lit(1.9).cast('int32')), 1)
  assert.equal(await value(lit(-1.9).cast('int32')), -1)
})

test('what cannot be computed is an error that names the operation and what gives null', async () => {
  const zero = session.createDataFrame([{ n: 1, d: 0 }], { n: 'int32', d: 'int32' })
  for (const op of ['div', 'intDiv', 'mod'] as const) {
    const error = await refusal(() => zero.select(t => ({ x: t.n[op](t.d) })).collect())
    assert.equal(error.code, 'DATA')
    assert.equal(error.message, 'select divides by zero.')
    assert.equal(error.operator, 'select')
    assert.equal(error.callSite?.file, import.meta.filename)
    assert.match(error.hint!, /tryDivide/)
  }
  assert.deepEqual(await zero.select(t => ({ x: t.n.tryDivide(t.d) })).collect(), [{ x: null }])
  const cast = await refusal(() => value(lit('abc').cast('int32') as never))
  assert.equal(cast.code, 'DATA')
  assert.match(cast.hint!, /tryCast/)
  assert.equal(await value(lit('abc').tryCast('int32') as never), null)
  assert.equal((await refusal(() => value(lit(2147483647).plus(lit(1))))).code, 'DATA')
  const list = session.createDataFrame([{ l: ['a'] }])
  const outside = await refusal(() => list.select(t => ({ x: t.l.getItem(1) })).collect())
  assert.match(outside.hint!, /tryGetItem/)
  assert.deepEqual(await list.select(t => ({ x: t.l.tryGetItem(1), y: t.l.getItem(0) })).collect(), [
    { x: null, y: 'a' },
  ])
})

test('an unknown column is refused at the call, with those it may be', async () => {
  const frame = keys(1)
  const error = await refusal(() => (frame as DataFrame).groupBy('kk').agg(count().as('n')))
  assert.equal(error.code, 'PLAN')
  assert.equal(error.message, 'agg finds no column kk.')
  assert.equal(error.hint, 'Did you mean k? There are k, i.')
  assert.equal(error.callSite?.file, import.meta.filename)
  assert.equal((await refusal(() => (frame as DataFrame).where(t => t.k.gt('x')))).code, 'PLAN')
  assert.equal((await refusal(() => (frame as DataFrame).agg(t => ({ x: t.k })))).code, 'PLAN')
  assert.equal((await refusal(() => (frame as DataFrame).select(t => ({ x: sum(t.k) })))).code, 'PLAN')
  assert.equal(
    (await refusal(() => (frame as DataFrame).where(t => rank().over({ orderBy: t.k }).eq(1)))).code,
    'PLAN',
  )
})

test('where the columns are not known yet, an action refuses before the query runs', async () => {
  const error = await refusal(() =>
    session
      .sql("SELECT 1 AS zone, error('it ran') AS x")
      .where(t => t.zon.gt(0))
      .collect(),
  )
  assert.equal(error.message, 'where finds no column zon.')
  assert.equal(error.hint, 'Did you mean zone? There are zone, x.')
  assert.equal(error.operator, 'where')
  assert.equal(error.callSite?.file, import.meta.filename)
})

test('withColumn in another case replaces; names are found in any case', async () => {
  const frame = keys(1).withColumn('K', t => t.k.plus(1))
  assert.deepEqual(await frame.collect(), [{ K: 2, i: 0 }])
  assert.deepEqual(await (frame as DataFrame).select('k', 'I').collect(), [{ K: 2, i: 0 }])
})

test('ties of a running sum share it; rankings tell them apart or not', async () => {
  const window = { orderBy: 'k' }
  const ranked = keys(1, 1, 2).select(t => ({
    k: t.k,
    s: sum(t.k).over(window),
    rows: sum(t.k).over({ orderBy: ['k', 'i'], rows: [undefined, 0] }),
    n: rowNumber().over({ orderBy: ['k', 'i'] }),
    r: rank().over(window),
    d: denseRank().over(window),
  }))
  assert.deepEqual(await ranked.orderBy('n').collect(), [
    { k: 1, s: 2n, rows: 1n, n: 1, r: 1, d: 1 },
    { k: 1, s: 2n, rows: 2n, n: 2, r: 1, d: 1 },
    { k: 2, s: 4n, rows: 4n, n: 3, r: 3, d: 2 },
  ])
})

test('union is by position and keeps duplicates; unionByName by name, with nulls if allowed', async () => {
  const [a, b] = [keys(1).rename({ i: 'x' }), keys(2)]
  assert.deepEqual(await a.union(b).collect(), [
    { k: 1, x: 0 },
    { k: 2, x: 0 },
  ])
  assert.equal((await refusal(() => a.unionByName(b))).code, 'PLAN')
  assert.deepEqual(await a.unionByName(b, { allowMissing: true }).collect(), [
    { k: 1, x: 0, i: null },
    { k: 2, x: null, i: 0 },
  ])
  assert.equal((await refusal(() => a.union(b.drop('i')))).code, 'PLAN')
})

test('explode drops empty lists, explodeOuter keeps them; a pivot has nulls where there is nothing', async () => {
  const posts = session.createDataFrame(
    [
      { id: 1, tags: ['a', 'b'] },
      { id: 2, tags: [] },
      { id: 3, tags: null },
    ],
    { id: 'int32', tags: { list: 'string', nullable: true } },
  )
  const exploded = posts.select(t => ({ id: t.id, tag: explode(t.tags) }))
  assert.deepEqual(await exploded.collect(), [
    { id: 1, tag: 'a' },
    { id: 1, tag: 'b' },
  ])
  assert.equal(await posts.select(t => ({ id: t.id, tag: explodeOuter(t.tags) })).count(), 4)
  const pivoted = exploded
    .groupBy('id')
    .pivot('tag', ['a', 'c'])
    .agg(() => ({ n: count() }))
  assert.deepEqual(await pivoted.collect(), [{ id: 1, a: 1n, c: null }])
})

test('a draw is the same draw again, and another with another seed', async () => {
  const frame = session.sql<{ x: 'int64' }>('SELECT range AS x FROM range(10000)')
  const draw = async (seed: number) => (await frame.sample(0.3, { seed }).collect()).map(({ x }) => x)
  assert.deepEqual(await draw(1), await draw(1))
  assert.notDeepEqual(await draw(1), await draw(2))
  assert.ok(Math.abs((await draw(3)).length - 3000) < 300)
  assert.equal(await frame.sample(1).count(), 10_000)
  assert.equal(await frame.sample(0).count(), 0)
})

test('long chains are queries of a few levels', async () => {
  let frame: DataFrame = keys(1, 2, 3)
  for (let i = 0; i < 2000; i++) frame = frame.where(t => t.k.gt(-i))
  for (let i = 0; i < 200; i++) frame = frame.withColumn('k', t => t.k.plus(1))
  for (let i = 0; i < 100; i++) frame = frame.withColumn(`c${i}`, t => t.i.plus(i))
  assert.equal(((await frame.orderBy('i').first()) as { k: number }).k, 201)
  let united: DataFrame = keys(1)
  for (let i = 0; i < 500; i++) united = united.union(keys(i))
  assert.equal(await united.count(), 501)
  let doubled: DataFrame = keys(1)
  for (let i = 0; i < 16; i++) doubled = doubled.union(doubled)
  assert.equal(await doubled.count(), 65_536)
  let deep: DataFrame = keys(1, 2)
  for (let i = 0; i < 1000; i++) deep = deep.limit(10 + i).where(t => t.k.gt(0))
  const error = await refusal(() => deep.count())
  assert.equal(error.code, 'PLAN')
  assert.match(error.message, /inside of each other/)
})

test('frames of two sessions do not meet, and a closed one says so', async () => {
  const other = await openSession({ master: 'reference' })
  const foreign = other.createDataFrame([{ k: 1 }])
  assert.equal((await refusal(() => keys(1).union(foreign))).code, 'ARGUMENT')
  await other.close()
  assert.equal((await refusal(() => foreign.count())).code, 'CLOSED')
  assert.equal((await refusal(() => keys(1).limit(-1))).code, 'ARGUMENT')
  assert.equal((await refusal(() => broadcast('x' as never))).code, 'ARGUMENT')
  const { signal } = Object.assign(new AbortController(), {})
  assert.equal(await keys(1).count({ signal }), 1)
  assert.equal((await refusal(() => keys(1).count({ signal: AbortSignal.abort() }))).code, 'CANCELLED')
})

test('toArrow gives the columns, of no rows too', async () => {
  const frame = keys(1, null).withColumn('s', lit('x'))
  const table = await frame.toArrow()
  assert.deepEqual(
    table.schema.fields.map(({ name, type }) => `${name} ${type}`),
    ['k Int32', 'i Int32', 's Utf8'],
  )
  assert.deepEqual([...table.getChild('k')!], [1, null])
  assert.equal((await keys().toArrow()).numRows, 0)
})

test('a result that is too large for the driver is an error; one by one it may be read', async () => {
  const small = await openSession({ master: 'reference', maxResultBytes: 10_000 })
  try {
    const frame = small.sql<{ x: 'int64' }>('SELECT range AS x FROM range(100000)')
    for (const act of [() => frame.collect(), () => frame.toArrow()]) {
      const error = await refusal(act)
      assert.equal(error.code, 'OUT_OF_MEMORY')
      assert.match(error.hint!, /maxResultBytes/)
    }
    assert.equal((await frame.take(3)).length, 3)
    let n = 0
    for await (const _ of frame) n++
    assert.equal(n, 100_000)
  } finally {
    await small.close()
  }
})
