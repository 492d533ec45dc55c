import assert from 'node:assert/strict'
import { cases, upTo } from './cases.ts'

const refused = { code: 'ARGUMENT' }

cases('partitions', {
  'a list is cut evenly, empty slices included': async s => {
    const parts = await upTo(s, 10, 3).glom().collect()
    assert.deepEqual(parts, [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9, 10],
    ])
    assert.deepEqual(await s.parallelize([1, 2, 3], 5).glom().collect(), [[], [1], [], [2], [3]])
    assert.equal(await s.parallelize([], 3).getNumPartitions(), 3)
    assert.equal(await s.emptyRDD().getNumPartitions(), 0)
    for (const n of [0, -1, 1.5]) assert.throws(() => s.parallelize([1], n), refused)
  },
  'coalesce joins neighbours': async s => {
    const ten = upTo(s, 10, 10)
    assert.deepEqual(await ten.coalesce(3).glom().collect(), [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9, 10],
    ])
    const sizes = await ten
      .coalesce(4)
      .glom()
      .map(part => part.length)
      .collect()
    assert.deepEqual(sizes, [2, 3, 2, 3])
    assert.doesNotMatch(await ten.coalesce(4).explain(), /shuffle/)
    assert.equal(await ten.coalesce(20).getNumPartitions(), 10)
    assert.equal(await ten.coalesce(20, { shuffle: true }).getNumPartitions(), 20)
    assert.throws(() => ten.coalesce(0), refused)
    assert.throws(() => ten.repartition(0), refused)
  },
  'repartition fills evenly, and the same way again': async s => {
    const sizes = async (n: number, from: number, to: number) =>
      upTo(s, n, from)
        .repartition(to)
        .glom()
        .map(part => part.length)
        .collect()
    assert.deepEqual(await sizes(1000, 10, 2), [500, 500])
    for (const [n, from, to] of [
      [2000, 100, 20],
      [20_000, 20, 100],
      [1000, 250, 128],
    ] as const) {
      const parts = await sizes(n, from, to)
      assert.equal(parts.length, to)
      for (const size of parts) assert.ok(size > 0 && size <= n / to + from)
    }
    const layout = () => upTo(s, 100, 7).repartition(3).glom().collect()
    assert.deepEqual(await layout(), await layout())
  },
  'thousands of partitions, nearly all of them empty': async s =>
    assert.deepEqual(await s.parallelize([1, 2, 3], 2001).collect(), [1, 2, 3]),
  'skewed input does not skew a coalesce': async s => {
    const sizes = await s
      .range(0, 100, 1, 100)
      .coalesce(10)
      .glom()
      .map(part => part.length)
      .collect()
    assert.deepEqual(sizes, Array(10).fill(10))
  },
  'glom and toLocalIterator keep the order of partitions': async s => {
    assert.deepEqual(await upTo(s, 4, 2).glom().collect(), [
      [1, 2],
      [3, 4],
    ])
    const all: number[] = []
    for await (const n of upTo(s, 7, 3).toLocalIterator()) all.push(n)
    assert.deepEqual(all, [1, 2, 3, 4, 5, 6, 7])
  },
  'a job over no partitions ends at once': async s => {
    assert.deepEqual(await s.emptyRDD().collect(), [])
    assert.equal(await s.emptyRDD().count(), 0)
    assert.equal(
      await s
        .emptyRDD<readonly [number, number]>()
        .reduceByKey((a, b) => a + b)
        .count(),
      0,
    )
  },
})
