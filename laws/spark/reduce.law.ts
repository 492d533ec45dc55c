import assert from 'node:assert/strict'
import { cases, counted, upTo } from './cases.ts'

const add = (a: number, b: number): number => a + b
const empty = { code: 'DATA', message: /empty/ }

cases('reducing', {
  'a zero of fold counts once a partition and once at the end': async s => {
    assert.equal(await upTo(s, 4, 2).fold(1, add), 13)
    assert.equal(await upTo(s, 4, 10).fold(1, add), 21)
    assert.equal(await s.parallelize<number>([], 3).fold(7, add), 28)
    assert.equal(await upTo(s, 4, 2).aggregate(100, add, add), 310)
    // Spark's tree uses the zero more often than its aggregate does; this one does not.
    assert.equal(await upTo(s, 4, 4).treeAggregate(100, add, add, { depth: 2 }), 510)
    assert.equal(await upTo(s, 4, 4).aggregate(100, add, add), 510)
  },
  'a tree of any depth gives the flat result, in place too': async s => {
    const rdd = s.range(-1000, 1000, 1, 40)
    for (const depth of [1, 2, 3, 9]) {
      assert.equal(await rdd.treeReduce(add, { depth }), -1000)
      assert.equal(await rdd.treeAggregate(0, add, add, { depth }), -1000)
      const box = await rdd.treeAggregate(
        { total: 0 },
        (a, n) => {
          a.total += n
          return a
        },
        (a, b) => {
          a.total += b.total
          return a
        },
        { depth },
      )
      assert.equal(box.total, -1000)
    }
  },
  'of nothing there is no result': async s => {
    const nothing = upTo(s, 3, 2).filter(n => n > 9)
    for (const act of [
      () => nothing.reduce(add),
      () => nothing.treeReduce(add),
      () => nothing.first(),
      () => nothing.max(),
      () => nothing.min(),
    ])
      await assert.rejects(act, empty)
    assert.equal(await upTo(s, 3, 7).reduce(add), 6)
    assert.equal(await upTo(s, 4, 1).reduce((a, b) => a - b), -8)
    assert.equal(await nothing.isEmpty(), true)
  },
  'take is a prefix, whatever the number of partitions': async s => {
    for (const partitions of [1, 2, 100, 1000])
      assert.deepEqual(await upTo(s, 1000, partitions).take(7), [1, 2, 3, 4, 5, 6, 7])
    assert.deepEqual(await upTo(s, 4, 2).take(0), [])
    assert.deepEqual(await upTo(s, 4, 2).take(-1), [])
    assert.deepEqual(await upTo(s, 4, 2).take(100), [1, 2, 3, 4])
    assert.deepEqual(await upTo(s, 4, 2).take(Number.MAX_SAFE_INTEGER), [1, 2, 3, 4])
  },
  'take, first and isEmpty evaluate what they need and no more': async s => {
    const evaluated = async (act: (rdd: ReturnType<typeof upTo>) => Promise<unknown>) => {
      const { calls, f } = counted(s, (n: number) => n)
      await act(upTo(s, 100, 10).map(f))
      return calls.value
    }
    assert.equal(await evaluated(rdd => rdd.take(1)), 1)
    assert.equal(await evaluated(rdd => rdd.take(15)), 15)
    assert.equal(await evaluated(rdd => rdd.first()), 1)
    assert.equal(await evaluated(rdd => rdd.isEmpty()), 1)
    assert.equal(await evaluated(rdd => rdd.filter(n => n > 5).first()), 6)
  },
  'the greatest and the least': async s => {
    assert.deepEqual(await upTo(s, 10, 3).top(3), [10, 9, 8])
    assert.deepEqual(await s.parallelize([5, 3, 9, 1, 1], 3).takeOrdered(3), [1, 1, 3])
    assert.deepEqual(await upTo(s, 5, 2).takeOrdered(0), [])
    assert.deepEqual(await s.emptyRDD<number>().top(3), [])
    assert.deepEqual(await s.emptyRDD<number>().takeOrdered(3), [])
  },
  'countByValue counts': async s =>
    assert.deepEqual(
      [...(await s.parallelize([1, 2, 2, 3, 3, 3], 3).countByValue())],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ),
  statistics: async s => {
    const { count, mean, stdev, sampleStdev, variance, sampleVariance } = await upTo(s, 4, 2).stats()
    assert.deepEqual([count, mean, variance], [4, 2.5, 1.25])
    for (const [found, expected] of [
      [stdev, 1.118034],
      [sampleStdev, 1.2909944],
      [sampleVariance, 1.6666667],
    ] as const)
      assert.ok(Math.abs(found - expected) < 1e-6)
    assert.equal(await s.emptyRDD<number>().mean(), 0)
    assert.equal(await s.emptyRDD<number>().sum(), 0)
  },
  histograms: async s => {
    assert.deepEqual(await upTo(s, 4, 2).histogram(2), [
      [1, 2.5, 4],
      [2, 2],
    ])
    const some = s.parallelize([0, 1, 5, 9.99, 10, 10.1, -1, Number.NaN], 3)
    assert.deepEqual((await some.histogram([0, 5, 10]))[1], [2, 3])
    assert.deepEqual(await s.parallelize([1, 1], 2).histogram(5), [[1, 1], [2]])
  },
  'a transformation evaluates nothing; each action evaluates anew': async s => {
    const { calls, f } = counted(s, (n: number) => n)
    const rdd = upTo(s, 4, 2).map(f)
    assert.equal(calls.value, 0)
    await rdd.count()
    await rdd.count()
    assert.equal(calls.value, 8)
  },
  'what is cached is evaluated once, until it is dropped': async s => {
    const { calls, f } = counted(s, (n: number) => n)
    const kept = upTo(s, 4, 2).map(f).cache()
    await kept.count()
    await kept.count()
    assert.equal(calls.value, 4)
    await kept.unpersist()
    await kept.count()
    assert.equal(calls.value, 8)
  },
  'the second action after a shuffle does not run its map side again': async s => {
    const { calls, f } = counted(s, (n: number) => [n % 3, n] as [number, number])
    const sums = upTo(s, 100, 4).map(f).reduceByKey(add)
    assert.equal(await sums.count(), 3)
    assert.equal(await sums.count(), 3)
    assert.equal(calls.value, 100)
  },
})
