// Strategies of joins, against the nested loop and each other.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { equal, key } from '../arbitrary/key.ts'
import { partitions } from '../arbitrary/program.ts'
import { given, layout, rddOf, whole } from './data.ts'
import { law } from './law.ts'

type Row = [unknown, number]
const rows = given(fc.tuple(key, whole), 14)
const sides = fc.tuple(rows, rows, partitions)
const broadcast = { strategy: 'broadcast' } as const
/** Values alone: a key may come from either side, and keys are compared by `equal`. */
const values = <A>(parts: readonly (readonly [unknown, A])[][]) => parts.map(part => part.map(([, v]) => v))

const matched = ([k, v]: Row, others: readonly Row[], outer: boolean): [number, number | undefined][] => {
  const found = others.flatMap(([l, w]): [number, number][] => (equal(k, l) ? [[v, w]] : []))
  return found.length === 0 && outer ? [[v, undefined]] : found
}

export const JOINS = [
  law(
    'a broadcast join is the nested loop over the left side, where it is',
    sides,
    async (session, given) => {
      const [left, right] = given
      const [a, b] = [rddOf<Row>(session, left), rddOf<Row>(session, right)]
      for (const outer of [false, true]) {
        const joined = outer ? a.leftOuterJoin(b, broadcast) : a.join(b, broadcast)
        const expected = (await layout(a)).map(part => part.flatMap(row => matched(row, right.items, outer)))
        assert.deepStrictEqual(values(await layout<readonly [unknown, unknown]>(joined)), expected)
      }
    },
  ),
  law('a right outer join broadcasts its left side', sides, async (session, [left, right]) => {
    const [a, b] = [rddOf<Row>(session, left), rddOf<Row>(session, right)]
    const expected = (await layout(b)).map(part =>
      part.flatMap(row => matched(row, left.items, true).map(([w, v]) => [v, w])),
    )
    assert.deepStrictEqual(values(await layout(a.rightOuterJoin(b, broadcast))), expected)
  }),
  law('all other strategies are one join, order included', sides, async (session, [left, right, n]) => {
    const [a, b] = [rddOf<Row>(session, left), rddOf<Row>(session, right)]
    const expected = await layout(a.join(b, { numPartitions: n }))
    for (const strategy of ['auto', 'sortMerge', 'shuffleHash'] as const)
      assert.deepStrictEqual(await layout(a.join(b, { numPartitions: n, strategy })), expected)
    assert.deepStrictEqual(
      await layout(a.partitionBy(n).fullOuterJoin(b, { strategy: 'sortMerge' })),
      await layout(a.fullOuterJoin(b, { numPartitions: n })),
    )
  }),
  law(
    'filterByRange is the filter, sorted or not, whatever the order',
    fc.tuple(given(fc.tuple(whole, whole)), whole, whole, partitions, fc.boolean(), fc.boolean()),
    async (session, [given, lower, upper, numPartitions, ascending, own]) => {
      const ord = { compare: (a: number, b: number) => Math.abs(a) - Math.abs(b) }
      const rdd = rddOf<[number, number]>(session, given)
      const options = { ascending, numPartitions }
      const sorted = own ? rdd.sortByKey({ ...options, ord }) : rdd.sortByKey(options)
      const size = (x: number): number => (own ? Math.abs(x) : x)
      const isWithin = ([k]: readonly [number, number]) => size(lower) <= size(k) && size(k) <= size(upper)
      for (const pairs of [
        rdd,
        sorted,
        sorted.mapValues(v => v + 1).filter(([, v]) => v > 0),
        sorted.cache(),
      ]) {
        const parts = await layout(pairs)
        const filtered = own ? pairs.filterByRange(lower, upper, { ord }) : pairs.filterByRange(lower, upper)
        assert.deepStrictEqual(
          await layout(filtered),
          parts.map(part => part.filter(isWithin)),
        )
      }
    },
  ),
]
