// What makes no sense is refused where it is written: every operation, every kind of argument. An ARGUMENT that names the
// operation and the line, thrown by the call or rejected by the action, and before any job has begun.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession, PartitaError, type RDD, type Session } from 'partita'
import * as fp from 'partita/fp'

type Pairs = RDD<readonly [number, number]>
/** The operation with an argument that is anything but what it takes. */
type Attempt = (rdd: Pairs, bad: never) => unknown

const add = (a: number, b: number): number => a + b
const same = <T>(x: T): T => x
const second = ([, v]: readonly [number, number]): number => v

const SYNC: Readonly<Record<string, Attempt>> = {
  map: (r, f) => r.map(f),
  filter: (r, f) => r.filter(f),
  flatMap: (r, f) => r.flatMap(f),
  keyBy: (r, f) => r.keyBy(f),
  groupBy: (r, f) => r.groupBy(f),
  sortBy: (r, f) => r.sortBy(f),
  mapValues: (r, f) => r.mapValues(f),
  flatMapValues: (r, f) => r.flatMapValues(f),
  reduceByKey: (r, f) => r.reduceByKey(f),
  foldByKey: (r, f) => r.foldByKey(0, f),
  aggregateByKey: (r, f) => r.aggregateByKey(0, f, add),
  combineByKey: (r, f) => r.combineByKey(same, f, add),
  reduceByKeyLocally: (r, f) => r.reduceByKeyLocally(f),
  transform: (r, f) => r.transform(f),
  reduce: (r, f) => r.values().reduce(f),
  fold: (r, f) => r.values().fold(0, f),
  aggregate: (r, f) => r.aggregate(0, f, add),
  treeReduce: (r, f) => r.values().treeReduce(f),
  treeAggregate: (r, f) => r.treeAggregate(0, f, add),
  top: (r, by) => r.top(2, { by }),
  takeOrdered: (r, by) => r.takeOrdered(2, { by }),
  max: (r, by) => r.max({ by }),
  min: (r, by) => r.min({ by }),
  distinct: (r, by) => r.distinct({ by }),
}

/** Functions that may return promises. */
const ASYNC: Readonly<Record<string, Attempt>> = {
  mapAsync: (r, f) => r.mapAsync(f),
  mapPartitions: (r, f) => r.mapPartitions(f),
  mapPartitionsWithIndex: (r, f) => r.mapPartitionsWithIndex(f),
  zipPartitions: (r, f) => r.zipPartitions(r, f),
  foreach: (r, f) => r.foreach(f),
  foreachPartition: (r, f) => r.foreachPartition(f),
}

/** Of all that shuffles, `numPartitions` in an object; of others the number itself. */
const COUNTS: Readonly<Record<string, Attempt>> = {
  groupBy: (r, numPartitions) => r.groupBy(second, { numPartitions }),
  distinct: (r, numPartitions) => r.distinct({ numPartitions }),
  intersection: (r, numPartitions) => r.intersection(r, { numPartitions }),
  subtract: (r, numPartitions) => r.subtract(r, { numPartitions }),
  sortBy: (r, numPartitions) => r.sortBy(second, { numPartitions }),
  sortByKey: (r, numPartitions) => r.sortByKey({ numPartitions }),
  reduceByKey: (r, numPartitions) => r.reduceByKey(add, { numPartitions }),
  foldByKey: (r, numPartitions) => r.foldByKey(0, add, { numPartitions }),
  aggregateByKey: (r, numPartitions) => r.aggregateByKey(0, add, add, { numPartitions }),
  combineByKey: (r, numPartitions) => r.combineByKey(same, add, add, { numPartitions }),
  groupByKey: (r, numPartitions) => r.groupByKey({ numPartitions }),
  countApproxDistinctByKey: (r, numPartitions) => r.countApproxDistinctByKey({ numPartitions }),
  cogroup: (r, numPartitions) => r.cogroup([r], { numPartitions }),
  groupWith: (r, numPartitions) => r.groupWith([r], { numPartitions }),
  join: (r, numPartitions) => r.join(r, { numPartitions }),
  leftOuterJoin: (r, numPartitions) => r.leftOuterJoin(r, { numPartitions }),
  rightOuterJoin: (r, numPartitions) => r.rightOuterJoin(r, { numPartitions }),
  fullOuterJoin: (r, numPartitions) => r.fullOuterJoin(r, { numPartitions }),
  subtractByKey: (r, numPartitions) => r.subtractByKey(r, { numPartitions }),
  partitionBy: (r, n) => r.partitionBy(n),
  repartitionAndSortWithinPartitions: (r, n) => r.repartitionAndSortWithinPartitions(n),
  repartition: (r, n) => r.repartition(n),
  coalesce: (r, n) => r.coalesce(n),
  mapAsync: (r, concurrency) => r.mapAsync(same, { concurrency }),
  treeReduce: (r, depth) => r.values().treeReduce(add, { depth }),
  treeAggregate: (r, depth) => r.treeAggregate(0, (a, [, v]) => a + v, add, { depth }),
  countApprox: (r, partitions) => r.countApprox({ partitions }),
  sumApprox: (r, partitions) => r.values().sumApprox({ partitions }),
  meanApprox: (r, timeout) => r.values().meanApprox({ timeout }),
  histogram: (r, buckets) => r.values().histogram(buckets),
}

const SIDES: Readonly<Record<string, Attempt>> = {
  union: (r, other) => r.union(other),
  zip: (r, other) => r.zip(other),
  zipPartitions: (r, other) => r.zipPartitions(other, same),
  cartesian: (r, other) => r.cartesian(other),
  intersection: (r, other) => r.intersection(other),
  subtract: (r, other) => r.subtract(other),
  subtractByKey: (r, other) => r.subtractByKey(other),
  cogroup: (r, other) => r.cogroup([other]),
  groupWith: (r, other) => r.groupWith([other]),
  join: (r, other) => r.join(other),
  leftOuterJoin: (r, other) => r.leftOuterJoin(other),
  rightOuterJoin: (r, other) => r.rightOuterJoin(other, { strategy: 'broadcast' }),
  fullOuterJoin: (r, other) => r.fullOuterJoin(other),
}

/** Each with values of its own that it cannot take. */
const OTHERS: readonly (readonly [string, (rdd: Pairs) => unknown])[] = [
  ['sample', r => r.sample(1.1)],
  ['sample', r => r.sample(-0.1, { withReplacement: true })],
  ['sample', r => r.sample('half' as never)],
  ['sample', r => r.sample(0.5, { seed: 0.5 })],
  ['sampleByKey', r => r.sampleByKey([[1, 2]])],
  ['sampleByKey', r => r.sampleByKey(0.5 as never)],
  ['sampleByKeyExact', r => r.sampleByKeyExact([[1, -1]])],
  ['randomSplit', r => r.randomSplit([])],
  ['randomSplit', r => r.randomSplit([1, -1])],
  ['takeSample', r => r.takeSample(-1)],
  ['takeSample', r => r.takeSample(0.5)],
  ['show', r => r.show(0.5)],
  ['show', r => r.show(-1)],
  ['take', r => r.take(0.5)],
  ['take', r => r.take('2' as never)],
  ['top', r => r.top(Number.NaN)],
  ['takeOrdered', r => r.takeOrdered(undefined as never)],
  ['histogram', r => r.values().histogram([3, 2])],
  ['histogram', r => r.values().histogram([1])],
  ['histogram', r => r.values().histogram([1, Number.NaN])],
  ['partitionBy', r => r.partitionBy({ by: 'roundRobin', numPartitions: 2 })],
  ['sortBy', r => r.sortBy(second, { ord: 'desc' as never })],
  ['sortByKey', r => r.sortByKey({ ord: {} as never })],
  ['filterByRange', r => r.filterByRange(1, 2, { ord: {} as never })],
  ['join', r => r.join(r, { strategy: 'nested' as never })],
  ['fullOuterJoin', r => r.fullOuterJoin(r, { strategy: 'broadcast' })],
  ['leftOuterJoin', r => r.leftOuterJoin(r, { strategy: 'broadcast', numPartitions: 2 })],
  ['countApproxDistinct', r => r.countApproxDistinct({ relativeError: 0 })],
  ['countApproxDistinctByKey', r => r.countApproxDistinctByKey({ relativeError: 1 })],
  ['countApprox', r => r.countApprox({ confidence: 1 })],
  ['mapAsync', r => r.mapAsync(same, { scope: 'cluster' as never })],
  ['mapAsync', r => r.mapAsync(same, { retry: -1 })],
  ['mapAsync', r => r.mapAsync(same, { timeout: 0 })],
  ['pipe', r => r.keys().pipe('sort' as never)],
  ['pipe', r => r.keys().pipe([] as never)],
  ['pipe', r => r.keys().pipe(['cat'], { separator: '' })],
  ['fold', r => r.values().fold(new (class Zero {})() as never, add)],
  ['foldByKey', r => r.foldByKey((() => 0).bind(undefined) as never, undefined as never)],
  ['zip', r => r.zip(r.coalesce(1))],
  ['zipPartitions', r => r.zipPartitions(r.coalesce(1), same)],
  ['checkpoint', r => r.checkpoint('')],
  ['setName', r => r.setName('')],
  ['persist', r => r.persist('tape' as never)],
  ['saveAsTextFile', r => r.keys().map(String).saveAsTextFile('')],
  ['reduceByKey', r => r.reduceByKey(add, 10 as never)],
  ['collect', r => r.collect(10 as never)],
]

const NO_FUNCTION: readonly unknown[] = ['x => x', 7, {}, null]
const asyncFunction = async (x: unknown): Promise<unknown> => x
const NO_COUNT: readonly unknown[] = [0, -1, 1.5, '2', Number.NaN, Number.POSITIVE_INFINITY, null]

for (const master of ['reference', 'local[1]'])
  test(`refused early, by name and place: ${master}`, async () => {
    const [session, stranger] = await Promise.all([openSession({ master }), openSession({ master })])
    const pairs = pairsOf(session)
    let jobs = 0
    session.subscribe(({ type }) => {
      if (type === 'jobStarted') jobs++
    })
    const problems: string[] = []
    const refused = async (operator: string, what: unknown, attempt: () => unknown): Promise<void> => {
      const told = `${operator} given ${typeof what === 'function' ? 'an async function' : JSON.stringify(what)}`
      const before = jobs
      const error = await (async () => attempt())().then(
        () => undefined,
        (error: unknown) => error,
      )
      if (!(error instanceof PartitaError)) problems.push(`${told}: ${error}`)
      else if (error.code !== 'ARGUMENT' || error.operator !== operator)
        problems.push(`${told}: ${error.code} of ${error.operator}, ${error.message}`)
      else if (error.callSite?.file !== import.meta.filename)
        problems.push(`${told}: ${error.callSite?.file}`)
      else if (!frames(error).every(line => line.includes(import.meta.filename)))
        problems.push(`${told}: ${error.stack}`)
      else if (jobs > before) problems.push(`${told}: a job has begun`)
    }
    const each = async (table: Readonly<Record<string, Attempt>>, bads: readonly unknown[]) => {
      for (const [name, attempt] of Object.entries(table))
        for (const bad of bads) await refused(name, bad, () => attempt(pairs, bad as never))
    }
    await each(SYNC, [...NO_FUNCTION.slice(0, 2), asyncFunction])
    await each(ASYNC, NO_FUNCTION)
    await each(COUNTS, NO_COUNT)
    await each(SIDES, ['text', [1], null, pairsOf(stranger)])
    for (const [name, attempt] of OTHERS) await refused(name, `${attempt}`, () => attempt(pairs))
    await Promise.all([session.close(), stranger.close()])
    assert.deepEqual(problems, [])
  })

/** None of partita's own, nor of Node's. */
const frames = ({ stack = '' }: Error): readonly string[] =>
  stack.split('\n').filter(line => line.startsWith('    at '))

const pairsOf = (session: Session): Pairs =>
  session.parallelize(
    [
      [1, 2],
      [3, 4],
    ],
    2,
  )

test('no operation that could refuse anything is left out', () => {
  const tried = new Set(
    [SYNC, ASYNC, COUNTS, SIDES].flatMap(Object.keys).concat(OTHERS.map(([name]) => name)),
  )
  /** They take nothing but options that are common to all actions, or nothing at all. */
  const simple = `cache collectAsMap count countByKey countByValue explain first getNumPartitions glom isEmpty keys mean
    sampleStdev sampleVariance stats stdev sum toLocalIterator unpersist values variance zipWithIndex zipWithUniqueId`
  /** Any key is a key; instances of fp-ts are no operations; their files have laws of their own. */
  const apart = `lookup Compactable Filterable Functor URI compact getUnionMonoid reject separate`
  const known = new Set([...tried, ...`${simple} ${apart}`.split(/\s+/)])
  assert.deepEqual(
    Object.keys(fp).filter(name => !known.has(name) && !name.startsWith('saveAs')),
    [],
  )
})
