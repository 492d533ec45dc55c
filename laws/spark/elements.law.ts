import assert from 'node:assert/strict'
import { cases, counted, upTo } from './cases.ts'

cases('elements', {
  'flatMap keeps the order within and across partitions': async s =>
    assert.deepEqual(
      await upTo(s, 4, 2)
        .flatMap(n => Array.from({ length: n }, (_, i) => i + 1))
        .collect(),
      [1, 1, 2, 1, 2, 3, 1, 2, 3, 4],
    ),
  'keys, partitions and their indexes': async s => {
    const four = upTo(s, 4, 2)
    assert.deepEqual(await four.keyBy(String).take(1), [['1', 1]])
    const sum = (it: Iterable<number>) => [...it].reduce((a, b) => a + b, 0)
    assert.deepEqual(await four.mapPartitions(it => [sum(it)]).collect(), [3, 7])
    assert.deepEqual(await four.mapPartitionsWithIndex((i, it) => [[i, sum(it)]]).collect(), [
      [0, 3],
      [1, 7],
    ])
  },
  'zipWithIndex counts on, and runs nothing before an action': async s => {
    const { calls, f } = counted(s, (n: number) => n)
    const numbered = upTo(s, 5, 3).map(f).zipWithIndex()
    assert.deepEqual(await numbered.values().collect(), [0, 1, 2, 3, 4])
    const before = calls.value
    upTo(s, 100, 10).map(f).zipWithIndex()
    assert.equal(calls.value, before)
  },
  'zipWithUniqueId gives element k of partition i the number i + k·n': async s =>
    assert.deepEqual(await upTo(s, 5, 3).zipWithUniqueId().values().collect(), [0, 1, 4, 2, 5]),
  'zip needs the same partitions at definition, the same lengths when it runs': async s => {
    const [three, two] = [upTo(s, 6, 3), upTo(s, 6, 2)]
    assert.throws(() => three.zip(two), { code: 'ARGUMENT', operator: 'zip' })
    assert.throws(() => three.zipPartitions(two, () => []), { code: 'ARGUMENT' })
    await assert.rejects(three.zip(upTo(s, 7, 3)).collect(), { code: 'DATA', operator: 'zip' })
  },
  'cartesian has the product of the partitions': async s => {
    const product = upTo(s, 3, 2).cartesian(upTo(s, 3, 3))
    assert.equal(await product.getNumPartitions(), 6)
    assert.equal(await product.count(), 9)
    assert.equal(await upTo(s, 3, 2).cartesian(s.emptyRDD()).count(), 0)
  },
  'union keeps duplicates, left before right': async s => {
    const two = s.parallelize([1, 2], 2)
    assert.deepEqual(await two.union(two).collect(), [1, 2, 1, 2])
    assert.equal(await two.union(two).getNumPartitions(), 4)
  },
  'intersection de-duplicates, subtract keeps duplicates': async s => {
    const [a, b] = [s.parallelize([1, 2, 3, 3], 2), s.parallelize([1, 1, 2, 3], 3)]
    for (const both of [a.intersection(b), b.intersection(a)])
      assert.deepEqual((await both.collect()).sort(), [1, 2, 3])
    assert.equal(await a.intersection(b, { numPartitions: 3 }).getNumPartitions(), 3)
    assert.deepEqual(
      await s
        .parallelize([1, 1, 2, 3])
        .subtract(s.parallelize([2, 3, 4]))
        .collect(),
      [1, 1],
    )
  },
  'distinct of what is partitioned by key shuffles nothing': async s => {
    const placed = s
      .parallelize(
        [
          ['a', 1],
          ['a', 1],
          ['b', 2],
        ],
        2,
      )
      .partitionBy(3)
    const once = placed.distinct()
    assert.equal((await once.collect()).length, 2)
    assert.deepEqual(once.partitioner, placed.partitioner)
    assert.equal(
      (await once.explain()).split('shuffle').length,
      (await placed.explain()).split('shuffle').length,
    )
  },
  'a sample is the same again, and another with other partitions': async s => {
    const sample = (partitions: number) => upTo(s, 1000, partitions).sample(0.3, { seed: 5 }).collect()
    assert.deepEqual(await sample(4), await sample(4))
    assert.notDeepEqual(await sample(4), await sample(5))
    for (const fraction of [1.5, -0.1, Number.NaN])
      assert.throws(() => upTo(s, 9, 3).sample(fraction), { code: 'ARGUMENT' })
    const placed = s.parallelize([['a', 1]], 2).partitionBy(2)
    assert.deepEqual(placed.sample(0.5).partitioner, placed.partitioner)
  },
  'randomSplit is disjoint, complete and near its weights': async s => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const parts = await Promise.all(
        upTo(s, 600, 4)
          .randomSplit([1, 2, 3], { seed })
          .map(part => part.collect()),
      )
      assert.equal(new Set(parts.flat()).size, 600)
      for (const [i, part] of parts.entries()) assert.ok(Math.abs(part.length - 100 * (i + 1)) <= 75)
    }
  },
  'takeSample brings all there is, or with replacement as many as asked': async s => {
    const five = upTo(s, 5, 3)
    assert.deepEqual((await five.takeSample(20)).sort(), [1, 2, 3, 4, 5])
    assert.equal((await five.takeSample(20, { withReplacement: true })).length, 20)
    assert.deepEqual(await s.emptyRDD().takeSample(3), [])
    assert.deepEqual(await s.emptyRDD().takeSample(3, { withReplacement: true }), [])
  },
})
