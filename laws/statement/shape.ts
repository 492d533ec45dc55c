// What changes partitions and nothing else, and sorting.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { expression, functionOf, linear, linearOf } from '../arbitrary/expression.ts'
import { partitions } from '../arbitrary/program.ts'
import { floats, given, layout, rddOf, sameBag, whole, wholes } from './data.ts'
import { law } from './law.ts'

export const SHAPE = [
  law('coalesce joins neighbours', fc.tuple(floats, partitions), async (session, [given, n]) => {
    const parts = await layout(rddOf(session, given).coalesce(n))
    assert.equal(parts.length, Math.min(n, given.partitions))
    assert.deepStrictEqual(parts.flat(), given.items)
  }),
  law(
    'repartition keeps the bag and fills evenly',
    fc.tuple(floats, partitions),
    async (session, [given, n]) => {
      const parts = await layout(rddOf(session, given).repartition(n))
      assert.equal(parts.length, n)
      assert.ok(sameBag(parts.flat(), given.items, Object.is))
      for (const part of parts) assert.ok(part.length <= given.items.length / n + given.partitions)
    },
  ),
  law(
    'a sort is the stable sort, over the partitions asked for',
    fc.tuple(wholes, linear, partitions, fc.boolean()),
    async (session, [given, l, n, ascending]) => {
      const f = linearOf(l)
      const numbered = given.items.map((x, position): [number, number] => [x, position])
      const sorted = rddOf(session, { ...given, items: numbered }).sortBy(([x]) => f(x), {
        ascending,
        numPartitions: n,
      })
      const parts = await layout(sorted)
      assert.equal(parts.length, n)
      const expected = numbered.toSorted(([x], [y]) => (ascending ? f(x) - f(y) : f(y) - f(x)))
      assert.deepStrictEqual(parts.flat(), expected)
    },
  ),
  law('numbers sort by size, not a number last', floats, async (session, given) => {
    const sorted = await rddOf(session, given)
      .sortBy(x => x)
      .collect()
    const numbers = sorted.filter(x => !Number.isNaN(x))
    assert.deepStrictEqual(
      numbers,
      given.items.filter(x => !Number.isNaN(x)).toSorted((a, b) => a - b),
    )
    assert.ok(sorted.slice(numbers.length).every(Number.isNaN))
  }),
  law(
    'undefined sorts first, then null; descending, last',
    given(fc.oneof(whole, fc.constantFrom(undefined, null))),
    async (session, given) => {
      const rank = (x: number | null | undefined) => (x === undefined ? -Infinity : (x ?? -1000))
      const expected = given.items
        .map(x => ({ x }))
        .toSorted((a, b) => (rank(a.x) < rank(b.x) ? -1 : Number(rank(a.x) > rank(b.x))))
        .map(({ x }) => x)
      const rdd = rddOf(session, given)
      assert.deepStrictEqual(await rdd.sortBy(x => x).collect(), expected)
      assert.deepStrictEqual(await rdd.sortBy(x => x, { ascending: false }).collect(), expected.toReversed())
      assert.deepStrictEqual(await rdd.takeOrdered(5), expected.slice(0, 5))
      assert.deepStrictEqual(await rdd.top(5), expected.toReversed().slice(0, 5))
    },
  ),
  law(
    'tuples and texts sort as single keys do',
    fc.tuple(given(fc.tuple(fc.string({ maxLength: 2 }), whole)), partitions),
    async (session, [given, numPartitions]) => {
      const sorted = await rddOf(session, given)
        .sortBy(([a, b]) => [a, b], { numPartitions })
        .collect()
      const expected = given.items.toSorted(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y))
      assert.deepStrictEqual(sorted, expected)
    },
  ),
  law(
    'sortByKey is sortBy the key',
    fc.tuple(given(fc.tuple(whole, whole)), partitions),
    async (session, [given, numPartitions]) => {
      const rdd = rddOf(session, given)
      assert.deepStrictEqual(
        await layout(rdd.sortByKey({ numPartitions })),
        await layout(rdd.sortBy(([k]) => k, { numPartitions })),
      )
    },
  ),
  law(
    'take is a prefix of collect, first its head, count its length',
    fc.tuple(floats, expression, fc.nat(40)),
    async (session, [given, e, n]) => {
      const f = functionOf(e)
      const rdd = rddOf(session, given).filter(x => f(x) > 0)
      const all = await rdd.collect()
      assert.deepStrictEqual(await rdd.take(n), all.slice(0, n))
      assert.equal(await rdd.count(), all.length)
      if (all.length > 0) assert.ok(Object.is(await rdd.first(), all[0]))
    },
  ),
  law('top is the head of the descending sort', fc.tuple(floats, fc.nat(40)), async (session, [given, n]) => {
    const rdd = rddOf(session, given)
    assert.deepStrictEqual(
      await rdd.top(n),
      (await rdd.sortBy(x => x, { ascending: false }).collect()).slice(0, n),
    )
  }),
]
