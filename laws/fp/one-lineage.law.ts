// Fluent and data-last: two notations, one lineage. Any pipeline written in both builds equal nodes, and each action
// sends an equal job, which the engine answers equally.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as N from 'fp-ts/lib/number.js'
import type { Job } from '../../src/engine/engine.ts'
import { referenceEngine } from '../../src/engine/reference/engine.ts'
import * as RDD from '../../src/fp.ts'
import { foldWith } from '../../src/lineage/fold.ts'
import type { Lineage } from '../../src/lineage/lineage.ts'
import { createSession } from '../../src/rdd/session.ts'

const jobs: Job[] = []
const reference = referenceEngine({ freeze: async roots => () => roots })
const engine: typeof reference = {
  ...reference,
  run: job => {
    jobs.push(job)
    return reference.run(job)
  },
}
const session = createSession(engine, { appName: 'law', defaultParallelism: 3, splitBytes: 1000, seed: 0 })
after(() => session.close())

type Pairs = RDD.RDD<readonly [number, number]>
type Step = readonly [fluent: (rdd: Pairs) => Pairs, dataLast: (rdd: Pairs) => Pairs]

const swap = ([k, v]: readonly [number, number]): [number, number] => [v, k]
const small = ([k, v]: readonly [number, number]): boolean => k + v < 12
const both = (pair: readonly [number, number]): [number, number][] => [[pair[0], pair[1]], swap(pair)]
const key = ([k]: readonly [number, number]): number => k % 3
const value = ([, v]: readonly [number, number]): number => v
const add = (x: number, y: number): number => x + y
const negate = (x: number): number => -x
const around = (x: number): number[] => [x, x + 1]
const nothing = (x: number): [number, number] => [x, 0]
const size = ([k, vs]: readonly [number, { readonly length: number }]): [number, number] => [k, vs.length]
const sizes = ([k, vs]: readonly [number, readonly { readonly length: number }[]]): [number, number] => [
  k,
  vs.length,
]
const joined = ([k, [v, w = 0]]: readonly [number, readonly [number, number | undefined]]): [
  number,
  number,
] => [k, v + w]
const all = (it: Iterable<readonly [number, number]>): (readonly [number, number])[] => [...it]
const indexed = (i: number, it: Iterable<readonly [number, number]>): [number, number][] => [
  [i, [...it].length],
]
const list = (pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] => pairs
const inner = ([, pair]: readonly [number, readonly [number, number]]): readonly [number, number] => pair
const other = session.parallelize(
  [
    [1, 2],
    [2, 3],
    [1, 4],
  ],
  2,
)
const outer = ([k, [v = 0, w = 0]]: readonly [number, readonly [number | undefined, number | undefined]]): [
  number,
  number,
] => [k, v + w]
const merged = (x: Iterable<readonly [number, number]>, y: Iterable<readonly [number, number]>) => [
  ...x,
  ...y,
]
const numbered = (line: string): [number, number] => [line.length, Number(line)]
const three = { numPartitions: 3 }
const tenths = Array.from({ length: 200 }, (_, i): [number, number] => [i, (i % 10) / 10])

/** By the name of the verb, and of its options. */
const STEPS: Readonly<Record<string, Step>> = {
  map: [r => r.map(swap), RDD.map(swap)],
  filter: [r => r.filter(small), RDD.filter(small)],
  flatMap: [r => r.flatMap(both), RDD.flatMap(both)],
  keyBy: [r => r.keyBy(key).map(inner), r => pipe(r, RDD.keyBy(key), RDD.map(inner))],
  mapPartitions: [r => r.mapPartitions(all), RDD.mapPartitions(all)],
  'mapPartitions that keeps keys': [
    r => r.mapPartitions(all, { preservesPartitioning: true }),
    RDD.mapPartitions(all, { preservesPartitioning: true }),
  ],
  mapPartitionsWithIndex: [r => r.mapPartitionsWithIndex(indexed), RDD.mapPartitionsWithIndex(indexed)],
  glom: [r => r.glom().flatMap(list), r => pipe(r, RDD.glom(), RDD.flatMap(list))],
  mapValues: [r => r.mapValues(negate), RDD.mapValues(negate)],
  flatMapValues: [r => r.flatMapValues(around), RDD.flatMapValues(around)],
  keys: [r => r.keys().map(nothing), r => pipe(r, RDD.keys(), RDD.map(nothing))],
  values: [r => r.values().map(nothing), r => pipe(r, RDD.values(), RDD.map(nothing))],
  union: [r => r.union(other), RDD.union(other)],
  setName: [r => r.setName('named'), RDD.setName('named')],
  zip: [r => r.zip(r).keys(), r => pipe(r, RDD.zip(r), RDD.keys())],
  coalesce: [r => r.coalesce(2), RDD.coalesce(2)],
  'coalesce with a shuffle': [r => r.coalesce(4, { shuffle: true }), RDD.coalesce(4, { shuffle: true })],
  repartition: [r => r.repartition(4), RDD.repartition(4)],
  combineByKey: [r => r.combineByKey(negate, add, add, three), RDD.combineByKey(negate, add, add, three)],
  reduceByKey: [r => r.reduceByKey(add), RDD.reduceByKey(add)],
  'reduceByKey by a Semigroup': [
    r => r.reduceByKey(N.SemigroupSum, three),
    RDD.reduceByKey(N.SemigroupSum, three),
  ],
  groupByKey: [r => r.groupByKey().map(size), r => pipe(r, RDD.groupByKey(), RDD.map(size))],
  cogroup: [
    r => r.cogroup([other, other]).map(sizes),
    r => pipe(r, RDD.cogroup([other, other]), RDD.map(sizes)),
  ],
  join: [r => r.join(other).map(joined), r => pipe(r, RDD.join(other), RDD.map(joined))],
  'join by broadcast': [
    r => r.join(other, { strategy: 'broadcast' }).map(joined),
    r => pipe(r, RDD.join(other, { strategy: 'broadcast' }), RDD.map(joined)),
  ],
  filterByRange: [r => r.filterByRange(1, 5), RDD.filterByRange(1, 5)],
  'filterByRange of what is sorted': [
    r => r.sortByKey(three).filterByRange(1, 5),
    r => pipe(r, RDD.sortByKey(three), RDD.filterByRange(1, 5)),
  ],
  leftOuterJoin: [
    r => r.leftOuterJoin(other, three).map(joined),
    r => pipe(r, RDD.leftOuterJoin(other, three), RDD.map(joined)),
  ],
  distinct: [r => r.distinct(), RDD.distinct()],
  'distinct by a key': [r => r.distinct({ by: key }), RDD.distinct({ by: key })],
  sortBy: [r => r.sortBy(value), RDD.sortBy(value)],
  'sortBy an Ord': [
    r => r.sortBy(value, { ord: N.Ord, ascending: false }),
    RDD.sortBy(value, { ord: N.Ord, ascending: false }),
  ],
  sortByKey: [r => r.sortByKey(three), RDD.sortByKey(three)],
  mapAsync: [r => r.mapAsync(swap, { concurrency: 2 }), RDD.mapAsync(swap, { concurrency: 2 })],
  groupBy: [r => r.groupBy(key).map(size), r => pipe(r, RDD.groupBy(key), RDD.map(size))],
  zipWithIndex: [r => r.zipWithIndex().keys(), r => pipe(r, RDD.zipWithIndex(), RDD.keys())],
  zipWithUniqueId: [r => r.zipWithUniqueId().keys(), r => pipe(r, RDD.zipWithUniqueId(), RDD.keys())],
  zipPartitions: [r => r.zipPartitions(r, merged), r => pipe(r, RDD.zipPartitions(r, merged))],
  cartesian: [r => r.cartesian(other).keys(), r => pipe(r, RDD.cartesian(other), RDD.keys())],
  intersection: [
    r => r.intersection(other, three),
    RDD.intersection<readonly [number, number]>(other, three),
  ],
  subtract: [r => r.subtract(other), RDD.subtract<readonly [number, number]>(other)],
  sample: [r => r.sample(0.5), RDD.sample(0.5)],
  'sample with replacement': [
    r => r.sample(1.5, { withReplacement: true, seed: 3 }),
    RDD.sample(1.5, { withReplacement: true, seed: 3 }),
  ],
  randomSplit: [r => r.randomSplit([1, 2])[1], r => pipe(r, RDD.randomSplit([1, 2]))[1]],
  partitionBy: [r => r.partitionBy(3), RDD.partitionBy(3)],
  repartitionAndSortWithinPartitions: [
    r => r.repartitionAndSortWithinPartitions(2, { ascending: false }),
    RDD.repartitionAndSortWithinPartitions(2, { ascending: false }),
  ],
  foldByKey: [r => r.foldByKey(0, add), RDD.foldByKey(0, add)],
  'foldByKey by a Monoid': [r => r.foldByKey(N.MonoidSum, three), RDD.foldByKey(N.MonoidSum, three)],
  aggregateByKey: [r => r.aggregateByKey(1, add, add, three), RDD.aggregateByKey(1, add, add, three)],
  groupWith: [r => r.groupWith([other]).map(sizes), r => pipe(r, RDD.groupWith([other]), RDD.map(sizes))],
  rightOuterJoin: [
    r => r.rightOuterJoin(other).map(outer),
    r => pipe(r, RDD.rightOuterJoin(other), RDD.map(outer)),
  ],
  fullOuterJoin: [
    r => r.fullOuterJoin(other).map(outer),
    r => pipe(r, RDD.fullOuterJoin(other), RDD.map(outer)),
  ],
  subtractByKey: [r => r.subtractByKey(other, three), RDD.subtractByKey(other, three)],
  pipe: [
    r => r.values().pipe(['sort', '-n']).map(numbered),
    r => pipe(r, RDD.values(), RDD.pipe(['sort', '-n']), RDD.map(numbered)),
  ],
  'mapAsync that retries': [
    r => r.mapAsync(swap, { retry: 2, timeout: 1000 }),
    RDD.mapAsync(swap, { retry: 2, timeout: 1000 }),
  ],
  transform: [r => r.transform(r => r.distinct()), RDD.transform((r: Pairs) => r.distinct())],
  sampleByKey: [r => r.sampleByKey(tenths), RDD.sampleByKey(tenths)],
  sampleByKeyExact: [r => r.sampleByKeyExact(tenths, { seed: 4 }), RDD.sampleByKeyExact(tenths, { seed: 4 })],
  countApproxDistinctByKey: [r => r.countApproxDistinctByKey(three), RDD.countApproxDistinctByKey(three)],
  persist: [r => r.persist(), RDD.persist()],
  cache: [r => r.cache(), RDD.cache()],
}

type Act = readonly [fluent: (rdd: Pairs) => unknown, dataLast: (rdd: Pairs) => RDD.Action<unknown>]
const sum = (total: number, [, v]: readonly [number, number]): number => total + v
const further = (x: readonly [number, number], y: readonly [number, number]) => (x[1] < y[1] ? y : x)

const ACTIONS: Readonly<Record<string, Act>> = {
  collect: [r => r.collect(), RDD.collect()],
  count: [r => r.count(), RDD.count()],
  take: [r => r.take(4), RDD.take(4)],
  first: [r => r.first(), RDD.first()],
  isEmpty: [r => r.isEmpty(), RDD.isEmpty()],
  show: [r => r.show(2), RDD.show(2)],
  top: [r => r.top(3, { by: value }), RDD.top(3, { by: value })],
  takeOrdered: [r => r.takeOrdered(3), RDD.takeOrdered(3)],
  max: [r => r.max({ by: value }), RDD.max({ by: value })],
  min: [r => r.min(), RDD.min()],
  countApprox: [r => r.countApprox({ partitions: 2 }), RDD.countApprox({ partitions: 2 })],
  sumApprox: [r => r.values().sumApprox(), r => pipe(r, RDD.values(), RDD.sumApprox())],
  meanApprox: [r => r.values().meanApprox(), r => pipe(r, RDD.values(), RDD.meanApprox())],
  countApproxDistinct: [r => r.countApproxDistinct(), RDD.countApproxDistinct()],
  sum: [r => r.values().sum(), r => pipe(r, RDD.values(), RDD.sum())],
  reduce: [r => r.reduce(further), RDD.reduce(further)],
  fold: [r => r.fold([0, 1], further), RDD.fold([0, 1] as readonly [number, number], further)],
  'fold by a Monoid': [r => r.values().fold(N.MonoidSum), r => pipe(r, RDD.values(), RDD.fold(N.MonoidSum))],
  aggregate: [r => r.aggregate(0, sum, add), RDD.aggregate(0, sum, add)],
  foreach: [r => r.foreach(value), RDD.foreach(value)],
  foreachPartition: [r => r.foreachPartition(all), RDD.foreachPartition(all)],
  treeReduce: [r => r.treeReduce(further), RDD.treeReduce(further)],
  treeAggregate: [
    r => r.treeAggregate(0, sum, add, { depth: 3 }),
    RDD.treeAggregate(0, sum, add, { depth: 3 }),
  ],
  takeSample: [r => r.takeSample(3), RDD.takeSample(3)],
  countByKey: [r => r.countByKey(), RDD.countByKey()],
  countByValue: [r => r.countByValue(), RDD.countByValue()],
  collectAsMap: [r => r.collectAsMap(), RDD.collectAsMap()],
  reduceByKeyLocally: [r => r.reduceByKeyLocally(add), RDD.reduceByKeyLocally(add)],
  lookup: [r => r.lookup(3), RDD.lookup(3)],
  stats: [r => r.values().stats(), r => pipe(r, RDD.values(), RDD.stats())],
  mean: [r => r.values().mean(), r => pipe(r, RDD.values(), RDD.mean())],
  variance: [r => r.values().variance(), r => pipe(r, RDD.values(), RDD.variance())],
  stdev: [r => r.values().stdev(), r => pipe(r, RDD.values(), RDD.stdev())],
  sampleVariance: [r => r.values().sampleVariance(), r => pipe(r, RDD.values(), RDD.sampleVariance())],
  sampleStdev: [r => r.values().sampleStdev(), r => pipe(r, RDD.values(), RDD.sampleStdev())],
  histogram: [r => r.values().histogram(3), r => pipe(r, RDD.values(), RDD.histogram(3))],
  getNumPartitions: [r => r.getNumPartitions(), RDD.getNumPartitions()],
  explain: [r => r.explain(), RDD.explain()],
}

/** Everything of a lineage but what differs with each call: ids and call sites. */
const formOf = foldWith<unknown>((node, parents) => {
  const { id: _, callSite, parent: __, parents: ___, ...rest } = node as Lineage & Record<string, unknown>
  assert.equal(callSite.position?.file, import.meta.filename, node.operator)
  return { ...rest, parents }
})
const jobFormOf = ({ lineage, callSite, ...rest }: Job): unknown => {
  assert.equal(callSite.position?.file, import.meta.filename)
  return { ...rest, lineage: formOf(lineage) }
}

const arbitraryPairs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 12 })
  .chain(items => fc.integer({ min: 1, max: 4 }).map((n): Pairs => session.parallelize(items, n)))
const arbitrarySteps = fc
  .array(fc.constantFrom(...Object.keys(STEPS)), { maxLength: 6 })
  .map(names => names.map(name => STEPS[name]!))

test('a pipeline in either notation is one lineage', () =>
  fc.assert(
    fc.property(arbitraryPairs, arbitrarySteps, (source, steps) => {
      const fluent = steps.reduce((rdd, [step]) => step(rdd), source)
      const dataLast = steps.reduce((rdd, [, step]) => step(rdd), source)
      assert.deepEqual(formOf(dataLast.lineage), formOf(fluent.lineage))
      assert.deepEqual(dataLast.partitioner, fluent.partitioner)
    }),
  ))

test('an action in either notation is one job, with one answer', () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryPairs,
      arbitrarySteps.map(steps => steps.slice(0, 2)),
      fc.constantFrom(...Object.keys(ACTIONS)),
      async (source, steps, name) => {
        const rdd = steps.reduce((rdd, [step]) => step(rdd), source)
        const [fluent, dataLast] = ACTIONS[name]!
        const settle = async (act: () => unknown) => {
          jobs.length = 0
          const answer = await Promise.resolve(act()).then(
            right => ({ _tag: 'Right', right }),
            (left: Error) => ({ _tag: 'Left', left: left.message }),
          )
          return { answer, jobs: jobs.map(jobFormOf) }
        }
        const expected = await settle(() => fluent(rdd))
        const actual = await settle(async () => {
          const either = await dataLast(rdd)()
          if (either._tag === 'Left') throw either.left
          return either.right
        })
        assert.deepEqual(actual, expected)
      },
    ),
  ))

test('a checkpoint in either notation reads what the same lineage writes', () => {
  const { lineage: fluent } = other.checkpoint('not/written')
  const { lineage: dataLast } = RDD.checkpoint('not/written')(other)
  for (const made of [fluent, dataLast]) assert.equal(made.kind === 'source' && made.of, other.lineage)
  assert.deepEqual(dataLast.kind === 'source' && dataLast.from, fluent.kind === 'source' && fluent.from)
})

test('no operation is missing here', () => {
  const tried = (table: object): string[] =>
    Object.keys(table).map(name => name.slice(0, name.includes(' ') ? name.indexOf(' ') : undefined))
  const special = ['Compactable', 'Filterable', 'Functor', 'URI', 'getUnionMonoid']
  const selfStanding = [
    'checkpoint',
    'compact',
    'reject',
    'separate',
    'unpersist',
    'saveAsCsv',
    'saveAsJsonLines',
    'saveAsParquet',
    'saveAsTextFile',
    'toLocalIterator',
  ]
  assert.deepEqual(
    [...new Set([...tried(STEPS), ...tried(ACTIONS), ...special, ...selfStanding])].sort(),
    Object.keys(RDD).sort(),
  )
})
