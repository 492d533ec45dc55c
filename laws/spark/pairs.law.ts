import assert from 'node:assert/strict'
import type { RDD } from 'partita'
import { cases, upTo } from './cases.ts'

const add = (a: number, b: number): number => a + b
const sorted = <T>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
const shuffles = async (rdd: RDD<unknown>): Promise<number> => rdd.toDebugString().split(' +-').length - 1

cases('pairs', {
  'values of a key meet, once and all': async s => {
    const rdd = s.parallelize(
      [
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 1],
        [2, 1],
      ],
      2,
    )
    for (const numPartitions of [2, 10]) {
      assert.deepEqual(sorted(await rdd.reduceByKey(add, { numPartitions }).collect()), [
        [1, 7],
        [2, 1],
      ])
      assert.deepEqual(sorted(await rdd.groupByKey({ numPartitions }).collect()), [
        [1, [1, 2, 3, 1]],
        [2, [1]],
      ])
    }
    assert.deepEqual(
      await s
        .parallelize(
          [
            [-1, 1],
            [-1, 2],
          ],
          2,
        )
        .reduceByKey(add)
        .collect(),
      [[-1, 3]],
    )
  },
  'a zero by key counts once a key and partition': async s => {
    const rdd = s.parallelize(
      [
        [1, 1],
        [1, 2],
      ],
      2,
    )
    assert.deepEqual(await rdd.foldByKey(100, add).collect(), [[1, 203]])
    assert.deepEqual(await rdd.coalesce(1).foldByKey(100, add).collect(), [[1, 103]])
    assert.deepEqual(await rdd.aggregateByKey(100, add, add).collect(), [[1, 203]])
  },
  'maps that come back': async s => {
    const rdd = s.parallelize(
      [
        [1, 1],
        [2, 5],
        [1, 2],
      ],
      2,
    )
    assert.deepEqual(
      [...(await rdd.reduceByKeyLocally(add))],
      [
        [1, 3],
        [2, 5],
      ],
    )
    assert.equal((await rdd.collectAsMap()).get(1), 2)
    assert.equal((await rdd.countByKey()).get(1), 2)
    assert.deepEqual(await rdd.lookup(1), [1, 2])
    assert.deepEqual(await rdd.lookup(9), [])
  },
  'lookup of what is partitioned by key reads one partition': async s => {
    const seen = s.counter()
    const placed = upTo(s, 100, 4)
      .map(n => [n, n])
      .partitionBy(10)
      .mapValues(n => {
        seen.add(1)
        return n
      })
    assert.deepEqual(await placed.lookup(5), [5])
    assert.equal(seen.value, 10)
  },
  joins: async s => {
    const left = s.parallelize(
      [
        [1, 'a'],
        [1, 'b'],
        [2, 'c'],
        [3, 'd'],
      ],
      2,
    )
    const right = s.parallelize(
      [
        [1, 'x'],
        [2, 'y'],
        [2, 'z'],
        [4, 'w'],
      ],
      2,
    )
    assert.equal(await left.join(right).count(), 4)
    const outer = await left.leftOuterJoin(right).collect()
    assert.equal(outer.length, 5)
    assert.deepEqual(
      outer.find(([k]) => k === 3),
      [3, ['d', undefined]],
    )
    const other = await left.rightOuterJoin(right).collect()
    assert.equal(other.length, 5)
    assert.deepEqual(
      other.find(([k]) => k === 4),
      [4, [undefined, 'w']],
    )
    assert.equal(await left.fullOuterJoin(right).count(), 6)
    const groups = await left.cogroup([right]).collect()
    assert.equal(groups.length, 4)
    assert.deepEqual(
      groups.find(([k]) => k === 4),
      [4, [[], ['w']]],
    )
    assert.deepEqual(
      groups.find(([k]) => k === 3),
      [3, [['d'], []]],
    )
    assert.deepEqual(await left.subtractByKey(right).collect(), [[3, 'd']])
  },
  'joins with nothing, and of everything with everything': async s => {
    const two = s.parallelize(
      [
        ['a', 1],
        ['b', 2],
      ],
      2,
    )
    const none = s.emptyRDD<readonly [string, number]>()
    const counts = [
      two.join(none),
      two.rightOuterJoin(none),
      two.leftOuterJoin(none),
      two.fullOuterJoin(none),
      two.cogroup([none]),
      two.union(none),
    ].map((rdd: RDD<unknown>) => rdd.count())
    assert.deepEqual(await Promise.all(counts), [0, 0, 2, 2, 2, 2])
    const same = (n: number) => upTo(s, n, 2).map(x => [0, x])
    assert.equal(await same(3).join(same(2)).count(), 6)
    assert.equal(await two.join(two.map(([k, v]) => [`${k}!`, v])).count(), 0)
  },
  'null meets null in a join': async s => {
    const side = s.parallelize<readonly [string | null, number]>(
      [
        [null, 1],
        ['a', 2],
      ],
      2,
    )
    assert.deepEqual(await side.join(side).lookup(null), [[1, 1]])
  },
  'small integers go by modulo, null to the first partition': async s => {
    const placed = await s
      .parallelize<number | null>([0, 3, 1, 2, -1, -4, null])
      .keyBy(k => k)
      .partitionBy(3)
      .keys()
      .glom()
      .collect()
    assert.deepEqual(placed, [[0, 3, null], [1], [2, -1, -4]])
  },
  'an equal partitioner shuffles nothing': async s => {
    const placed = upTo(s, 9, 2)
      .map(n => [n, n])
      .partitionBy(3)
    assert.equal(placed.partitionBy(3), placed)
    assert.notEqual(placed.partitionBy(4), placed)
    for (const kept of [placed.filter(() => true), placed.mapValues(n => n), placed.flatMapValues(n => [n])])
      assert.deepEqual(kept.partitioner, placed.partitioner)
    assert.equal(placed.map(pair => pair).partitioner, undefined)
    const sums = placed.reduceByKey(add)
    assert.equal(
      (await sums.explain()).split('shuffle').length,
      (await placed.explain()).split('shuffle').length,
    )
    assert.deepEqual(placed.subtractByKey(sums).partitioner, placed.partitioner)
  },
  sorting: async s => {
    const shuffled = s.parallelize([7, 3, 10, 1, 9, 2, 8, 5, 6, 4], 2).map(n => [n, 0])
    const up = await shuffled.sortByKey({ numPartitions: 3 }).keys().glom().collect()
    assert.equal(up.length, 3)
    assert.deepEqual(up.flat(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert.ok(up.every(part => part.length > 0))
    assert.deepEqual(
      (await shuffled.sortByKey({ ascending: false }).keys().collect()).slice(0, 3),
      [10, 9, 8],
    )
    assert.deepEqual(await s.emptyRDD<readonly [number, number]>().sortByKey().collect(), [])
    const texts = s.parallelize(['é', 'z', 'b', 'a', 'B', '9', '10'], 3)
    assert.deepEqual(await texts.sortBy(x => x).collect(), ['10', '9', 'B', 'a', 'b', 'z', 'é'])
    // Spark would de-duplicate its bounds and give fewer partitions.
    const same = s.parallelize([1, 1, 1, 1], 4).sortBy(x => x, { numPartitions: 4 })
    assert.equal(await same.getNumPartitions(), 4)
  },
  'a sort runs nothing when it is called': async s => {
    const seen = s.counter()
    upTo(s, 9, 3).sortBy(n => {
      seen.add(1)
      return n
    })
    assert.equal(seen.value, 0)
  },
  repartitionAndSortWithinPartitions: async s => {
    const rdd = s.parallelize(
      [
        [0, 5],
        [3, 8],
        [2, 6],
        [0, 8],
        [3, 8],
        [1, 3],
      ],
      2,
    )
    assert.deepEqual(await rdd.repartitionAndSortWithinPartitions(2).glom().collect(), [
      [
        [0, 5],
        [0, 8],
        [2, 6],
      ],
      [
        [1, 3],
        [3, 8],
        [3, 8],
      ],
    ])
  },
  'arrays are keys by value': async s =>
    assert.deepEqual(
      await s
        .parallelize(
          [
            [1, 2],
            [1, 2],
          ],
          2,
        )
        .distinct()
        .collect(),
      [[1, 2]],
    ),
  'a word count is told in five lines, with its shuffle set in': async s => {
    const counts = s
      .parallelize(['a b'], 2)
      .flatMap(line => line.split(' '))
      .map(word => [word, 1])
      .reduceByKey(add, { numPartitions: 3 })
    const lines = counts.toDebugString().split('\n')
    assert.deepEqual(
      lines.map(line => line.replace(/ at .*/, '')),
      ['(3) reduceByKey', ' +-(2) map', '    |  flatMap', '    |  parallelize'],
    )
    for (const line of lines) assert.match(line, / at pairs\.law\.ts:\d+$/)
    assert.equal(await shuffles(counts), 1)
  },
  'a range of what is sorted reads two partitions of ten': async s => {
    const seen = s.counter()
    const sorted = upTo(s, 100, 4)
      .map(n => [n, n])
      .sortByKey({ numPartitions: 10 })
      .mapValues(n => {
        seen.add(1)
        return n
      })
    const range = sorted.filterByRange(35, 44)
    assert.deepEqual(await range.keys().collect(), [35, 36, 37, 38, 39, 40, 41, 42, 43, 44])
    assert.equal(seen.value, 20)
    assert.match(await range.explain(), /filterByRange is pruned, /)
    const placed = upTo(s, 100, 4).keyBy(n => n)
    assert.equal(await placed.filterByRange(35, 44).count(), 10)
    assert.match(await placed.filterByRange(35, 44).explain(), /filterByRange is unpruned, /)
    assert.deepEqual(await range.filterByRange(90, 99).collect(), [])
  },
  'a broadcast join moves the small side alone': async s => {
    const left = upTo(s, 6, 3).map(n => [n % 3, n])
    const names = s.parallelize(
      [
        [0, 'a'],
        [1, 'b'],
        [1, 'c'],
      ],
      2,
    )
    const joined = left.join(names, { strategy: 'broadcast' })
    assert.equal(await joined.getNumPartitions(), 3)
    assert.deepEqual(await joined.values().glom().collect(), [
      [
        [1, 'b'],
        [1, 'c'],
      ],
      [
        [3, 'a'],
        [4, 'b'],
        [4, 'c'],
      ],
      [[6, 'a']],
    ])
    assert.match(await joined.explain(), /join is broadcast, as asked: the right side goes whole/)
    assert.match(
      await left.join(names, { strategy: 'sortMerge' }).explain(),
      /join is shuffleHash, which stands for sortMerge: both sides move/,
    )
    assert.match(await left.partitionBy(8).join(names).explain(), /the right side moves to where/)
    assert.throws(() => left.fullOuterJoin(names, { strategy: 'broadcast' }), { code: 'ARGUMENT' })
    assert.throws(() => left.join(names, { strategy: 'broadcast', numPartitions: 2 }), { code: 'ARGUMENT' })
    assert.throws(() => left.join(names, { strategy: 'nested' as 'auto' }), { code: 'ARGUMENT' })
  },
})
