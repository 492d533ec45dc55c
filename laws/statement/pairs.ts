// The rest of what goes by key, against loops over plain arrays.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { equal, key } from '../arbitrary/key.ts'
import { partitions } from '../arbitrary/program.ts'
import { given, layout, rddOf, sameBag, whole } from './data.ts'
import { law } from './law.ts'

type Row = [unknown, number]
type Joined = [unknown, [number | undefined, number | undefined]]

const rows = given(fc.tuple(key, whole), 16)
const two = fc.tuple(rows, rows, partitions)
const sum = (a: number, b: number): number => a + b
const sameRow = ([k, v]: Row, [l, w]: Row): boolean => equal(k, l) && v === w
const sameJoined = ([k, v]: Joined, [l, w]: Joined): boolean => equal(k, l) && v[0] === w[0] && v[1] === w[1]
const valuesOf = (items: readonly Row[], key: unknown): number[] =>
  items.flatMap(([k, v]) => (equal(k, key) ? [v] : []))
/** Each key once, in the order of first arrival. */
const keysOf = (items: readonly Row[]): unknown[] =>
  items.map(([k]) => k).filter((k, i, all) => all.findIndex(other => equal(k, other)) === i)
const sameInOrder = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean =>
  a.length === b.length && a.every((x, i) => same(x, b[i]!))

/** The nested loop of an outer join. */
const outerJoined = (left: readonly Row[], right: readonly Row[], keepLeft: boolean): Joined[] => [
  ...left.flatMap(([k, v]): Joined[] => {
    const matches = valuesOf(right, k)
    if (matches.length === 0) return keepLeft ? [[k, [v, undefined]]] : []
    return matches.map(w => [k, [v, w]])
  }),
  ...right.flatMap(([k, w]): Joined[] => (valuesOf(left, k).length === 0 ? [[k, [undefined, w]]] : [])),
]

export const PAIRS = [
  law('rightOuterJoin is the join, and what has no match', two, async (session, [left, right, n]) => {
    const joined = await rddOf<Row>(session, left)
      .rightOuterJoin(rddOf<Row>(session, right), { numPartitions: n })
      .collect()
    assert.ok(sameBag<Joined>(joined, outerJoined(left.items, right.items, false), sameJoined))
  }),
  law('fullOuterJoin is both outer joins', two, async (session, [left, right, n]) => {
    const joined = await rddOf<Row>(session, left)
      .fullOuterJoin(rddOf<Row>(session, right), { numPartitions: n })
      .collect()
    assert.ok(sameBag<Joined>(joined, outerJoined(left.items, right.items, true), sameJoined))
  }),
  law(
    'a union of what is partitioned alike keeps the partitioner, partition by partition',
    fc.tuple(rows, rows, partitions),
    async (session, [left, right, n]) => {
      const [a, b] = [left, right].map(side => rddOf<Row>(session, side).partitionBy(n).persist())
      const both = session.union([a!, session.emptyRDD<Row>(), b!.setName('right')])
      assert.deepStrictEqual(both.partitioner, a!.partitioner)
      const [first, second] = [await layout(a!), await layout(b!)]
      assert.deepStrictEqual(
        await layout(both),
        first.map((part, i) => [...part, ...second[i]!]),
      )
      assert.deepStrictEqual(await layout(a!.union(b!)), await layout(both))
      const apart = a!.union(rddOf<Row>(session, right))
      assert.equal(apart.partitioner, undefined)
      assert.equal(await apart.getNumPartitions(), n + right.partitions)
    },
  ),
  law('subtractByKey keeps the partitioner of its left side', two, async (session, [left, right, n]) => {
    const placed = rddOf<Row>(session, left).partitionBy(n)
    const rest = placed.subtractByKey(rddOf<Row>(session, right).partitionBy(n + 1))
    assert.deepStrictEqual(rest.partitioner, placed.partitioner)
    assert.equal(rddOf<Row>(session, left).subtractByKey(placed).partitioner?.numPartitions, n)
  }),
  law('subtractByKey keeps what has no match', two, async (session, [left, right, n]) => {
    const rest = await rddOf<Row>(session, left)
      .subtractByKey(rddOf<Row>(session, right), { numPartitions: n })
      .collect()
    const expected = left.items.filter(([k]) => valuesOf(right.items, k).length === 0)
    assert.ok(sameBag<Row>(rest, expected, sameRow))
  }),
  law('subtract keeps duplicates, intersection none', two, async (session, [left, right, n]) => {
    const [a, b] = [left, right].map(side =>
      rddOf<unknown>(session, { ...side, items: side.items.map(([k]) => k) }),
    )
    const isRight = (k: unknown): boolean => right.items.some(([l]) => equal(k, l))
    assert.ok(
      sameBag(
        await a!.subtract(b!, { numPartitions: n }).collect(),
        left.items.map(([k]) => k).filter(k => !isRight(k)),
        equal,
      ),
    )
    const both = await a!.intersection(b!, { numPartitions: n }).collect()
    assert.ok(sameBag(both, keysOf(left.items).filter(isRight), equal))
    assert.ok(sameBag(both, await b!.intersection(a!, { numPartitions: n }).collect(), equal))
  }),
  law(
    'foldByKey and aggregateByKey use the zero once for each key in each partition, and never change it',
    fc.tuple(rows, partitions),
    async (session, [given, numPartitions]) => {
      const rdd = rddOf<Row>(session, given)
      const parts = await layout(rdd)
      const expected = keysOf(given.items).map((k): Row => {
        const holding = parts.filter(part => valuesOf(part, k).length > 0).length
        return [k, valuesOf(given.items, k).reduce(sum) + 100 * holding]
      })
      const options = { numPartitions }
      assert.ok(sameBag(await rdd.foldByKey(100, sum, options).collect(), expected, sameRow))
      assert.ok(sameBag(await rdd.foldByKey(() => 100, sum, options).collect(), expected, sameRow))
      const zero = { total: 100 }
      const totals = rdd.aggregateByKey(
        zero,
        (all, v) => {
          all.total += v
          return all
        },
        (a, b) => ({ total: a.total + b.total }),
        options,
      )
      const bare = await totals.mapValues(({ total }) => total).collect()
      assert.ok(sameBag(bare, expected, sameRow))
      assert.deepStrictEqual(zero, { total: 100 })
    },
  ),
  law(
    'a neutral fold is reduceByKey',
    fc.tuple(rows, partitions),
    async (session, [given, numPartitions]) => {
      const rdd = rddOf<Row>(session, given)
      const monoid = { empty: 0, concat: sum }
      assert.deepStrictEqual(
        await layout(rdd.foldByKey(monoid, { numPartitions })),
        await layout(rdd.reduceByKey(sum, { numPartitions })),
      )
    },
  ),
  law('maps that come back have each key, in the order of first arrival', rows, async (session, given) => {
    const rdd = rddOf<Row>(session, given)
    const keys = keysOf(given.items)
    const sums = await rdd.reduceByKeyLocally(sum)
    const counts = await rdd.countByKey()
    const values = await rdd.keys().countByValue()
    const lasts = await rdd.collectAsMap()
    for (const map of [sums, counts, values, lasts]) assert.ok(sameInOrder([...map.keys()], keys, equal))
    for (const k of keys) {
      const all = valuesOf(given.items, k)
      assert.equal(sums.get(k), all.reduce(sum))
      assert.equal(counts.get(k), all.length)
      assert.equal(values.get(k), all.length)
      assert.equal(lasts.get(k), all.at(-1))
    }
  }),
  law(
    'lookup finds the values of a key, partitioned or not',
    fc.tuple(rows, key, partitions),
    async (session, [given, k, n]) => {
      const rdd = rddOf<Row>(session, given)
      assert.deepStrictEqual(await rdd.lookup(k), valuesOf(given.items, k))
      assert.deepStrictEqual(await rdd.partitionBy(n).lookup(k), valuesOf(given.items, k))
    },
  ),
  law(
    'groupBy is groupByKey after keyBy',
    fc.tuple(rows, partitions),
    async (session, [given, numPartitions]) => {
      const rdd = rddOf<Row>(session, given)
      assert.deepStrictEqual(
        await layout(rdd.groupBy(([k]) => k, { numPartitions }).mapValues(group => group.toArray())),
        await layout(
          rdd
            .keyBy(([k]) => k)
            .groupByKey({ numPartitions })
            .mapValues(group => group.toArray()),
        ),
      )
    },
  ),
  law(
    'partitionBy puts each pair where its key belongs, in order',
    fc.tuple(rows, partitions),
    async (session, [given, n]) => {
      const rdd = rddOf<Row>(session, given).partitionBy(n)
      const parts = await layout(rdd)
      assert.equal(parts.length, n)
      assert.ok(sameBag(parts.flat(), given.items, sameRow))
      for (const [i, part] of parts.entries()) {
        const mine = given.items.filter(([k]) => part.some(([l]) => equal(k, l)))
        assert.ok(sameInOrder(part, mine, sameRow))
        for (const other of parts.slice(i + 1))
          assert.ok(!part.some(([k]) => other.some(([l]) => equal(k, l))))
      }
      assert.equal(rdd.partitionBy(n), rdd)
    },
  ),
  law(
    'what goes by key is the same after partitionBy',
    fc.tuple(rows, rows, partitions),
    async (session, [given, other, numPartitions]) => {
      const options = { numPartitions }
      const rdd = rddOf<Row>(session, given)
      const placed = rdd.partitionBy(numPartitions)
      const right = rddOf<Row>(session, other)
      // The map side of the one shuffle is the reduce side of the other: integers, so that it cannot be told.
      assert.deepStrictEqual(
        await layout(placed.reduceByKey(sum)),
        await layout(rdd.reduceByKey(sum, options)),
      )
      assert.deepStrictEqual(
        await layout(placed.groupByKey().mapValues(group => group.toArray())),
        await layout(rdd.groupByKey(options).mapValues(group => group.toArray())),
      )
      assert.deepStrictEqual(
        await layout(placed.join(right.partitionBy(numPartitions))),
        await layout(rdd.join(right, options)),
      )
      assert.ok(
        sameBag(await placed.distinct().collect(), await rdd.distinct().collect(), ([k, v], [l, w]) =>
          sameRow([k, v], [l, w]),
        ),
      )
    },
  ),
  law(
    'repartitionAndSortWithinPartitions is partitionBy, then a stable sort of each partition',
    fc.tuple(given(fc.tuple(whole, whole)), partitions, fc.boolean()),
    async (session, [given, n, ascending]) => {
      const rdd = rddOf<[number, number]>(session, given)
      const expected = (await layout(rdd.partitionBy(n))).map(part =>
        part.toSorted(([k], [l]) => (ascending ? k - l : l - k)),
      )
      const options = { ascending }
      assert.deepStrictEqual(await layout(rdd.repartitionAndSortWithinPartitions(n, options)), expected)
      const placed = rdd.partitionBy(n).repartitionAndSortWithinPartitions(n, options)
      assert.deepStrictEqual(await layout(placed), expected)
    },
  ),
]
