// The methods of RDD<T>: each calls the data-last function of its name. One table, two prototypes, frozen objects.

import { inspect } from 'node:util'
import { showPosition } from '../fault.ts'
import type { Lineage, Persisted } from '../lineage/lineage.ts'
import { partitionerOf } from '../lineage/partitioner-of.ts'
import { toDebugString } from '../lineage/show.ts'
import { DRIVER_ONLY } from './driver-only.ts'
import { unnamed } from './names.ts'
import type { Driver, PersistedRDD, RDD, RDDExtension } from './rdd.ts'
import { aggregate } from './verbs/aggregate.ts'
import { aggregateByKey } from './verbs/aggregate-by-key.ts'
import { cartesian } from './verbs/cartesian.ts'
import { checkpoint } from './verbs/checkpoint.ts'
import { coalesce } from './verbs/coalesce.ts'
import { cogroup, groupWith } from './verbs/cogroup.ts'
import { collect } from './verbs/collect.ts'
import { collectAsMap } from './verbs/collect-as-map.ts'
import { combineByKey } from './verbs/combine-by-key.ts'
import { count } from './verbs/count.ts'
import { countApprox } from './verbs/count-approx.ts'
import { countApproxDistinct } from './verbs/count-approx-distinct.ts'
import { countApproxDistinctByKey } from './verbs/count-approx-distinct-by-key.ts'
import { countByKey, countByValue } from './verbs/count-by-key.ts'
import { distinct } from './verbs/distinct.ts'
import { explain } from './verbs/explain.ts'
import { filter } from './verbs/filter.ts'
import { filterByRange } from './verbs/filter-by-range.ts'
import { first } from './verbs/first.ts'
import { flatMap } from './verbs/flat-map.ts'
import { flatMapValues } from './verbs/flat-map-values.ts'
import { fold } from './verbs/fold.ts'
import { foldByKey } from './verbs/fold-by-key.ts'
import { foreach } from './verbs/foreach.ts'
import { foreachPartition } from './verbs/foreach-partition.ts'
import { fullOuterJoin } from './verbs/full-outer-join.ts'
import { getNumPartitions } from './verbs/get-num-partitions.ts'
import { glom } from './verbs/glom.ts'
import { groupBy } from './verbs/group-by.ts'
import { groupByKey } from './verbs/group-by-key.ts'
import { histogram } from './verbs/histogram.ts'
import { intersection } from './verbs/intersection.ts'
import { isEmpty } from './verbs/is-empty.ts'
import { join } from './verbs/join.ts'
import { keyBy } from './verbs/key-by.ts'
import { keys } from './verbs/keys.ts'
import { leftOuterJoin } from './verbs/left-outer-join.ts'
import { lookup } from './verbs/lookup.ts'
import { map } from './verbs/map.ts'
import { mapAsync } from './verbs/map-async.ts'
import { mapPartitions } from './verbs/map-partitions.ts'
import { mapPartitionsWithIndex } from './verbs/map-partitions-with-index.ts'
import { mapValues } from './verbs/map-values.ts'
import { partitionBy } from './verbs/partition-by.ts'
import { cache, persist } from './verbs/persist.ts'
import { pipe } from './verbs/pipe.ts'
import { randomSplit } from './verbs/random-split.ts'
import { reduce } from './verbs/reduce.ts'
import { reduceByKey } from './verbs/reduce-by-key.ts'
import { reduceByKeyLocally } from './verbs/reduce-by-key-locally.ts'
import { repartition } from './verbs/repartition.ts'
import { repartitionAndSortWithinPartitions } from './verbs/repartition-and-sort-within-partitions.ts'
import { rightOuterJoin } from './verbs/right-outer-join.ts'
import { sample } from './verbs/sample.ts'
import { sampleByKey } from './verbs/sample-by-key.ts'
import { sampleByKeyExact } from './verbs/sample-by-key-exact.ts'
import { saveAsCsv } from './verbs/save-as-csv.ts'
import { saveAsJsonLines } from './verbs/save-as-json-lines.ts'
import { saveAsParquet } from './verbs/save-as-parquet.ts'
import { saveAsTextFile } from './verbs/save-as-text-file.ts'
import { setName } from './verbs/set-name.ts'
import { show } from './verbs/show.ts'
import { sortBy } from './verbs/sort-by.ts'
import { sortByKey } from './verbs/sort-by-key.ts'
import { mean, sampleStdev, sampleVariance, stats, stdev, variance } from './verbs/stats.ts'
import { subtract } from './verbs/subtract.ts'
import { subtractByKey } from './verbs/subtract-by-key.ts'
import { sum } from './verbs/sum.ts'
import { meanApprox, sumApprox } from './verbs/sum-approx.ts'
import { take } from './verbs/take.ts'
import { takeSample } from './verbs/take-sample.ts'
import { iterate, toLocalIterator } from './verbs/to-local-iterator.ts'
import { max, min, takeOrdered, top } from './verbs/top.ts'
import { transform } from './verbs/transform.ts'
import { treeAggregate } from './verbs/tree-aggregate.ts'
import { treeReduce } from './verbs/tree-reduce.ts'
import { union } from './verbs/union.ts'
import { values } from './verbs/values.ts'
import { zip } from './verbs/zip.ts'
import { zipPartitions } from './verbs/zip-partitions.ts'
import { zipWithIndex } from './verbs/zip-with-index.ts'
import { zipWithUniqueId } from './verbs/zip-with-unique-id.ts'

/** Every verb, by the name of its method: no method is forgotten, and none has another name. */
type Verbs = {
  readonly [M in keyof RDD<unknown> as RDD<unknown>[M] extends (...args: never) => unknown
    ? Exclude<M, keyof RDDExtension | 'toDebugString' | typeof Symbol.asyncIterator>
    : never]: (...args: never[]) => (rdd: never) => unknown
}

const VERBS = {
  aggregate,
  aggregateByKey,
  cache,
  cartesian,
  checkpoint,
  coalesce,
  cogroup,
  collect,
  collectAsMap,
  combineByKey,
  count,
  countApprox,
  countApproxDistinct,
  countApproxDistinctByKey,
  countByKey,
  countByValue,
  distinct,
  explain,
  filter,
  filterByRange,
  first,
  flatMap,
  flatMapValues,
  fold,
  foldByKey,
  foreach,
  foreachPartition,
  fullOuterJoin,
  getNumPartitions,
  glom,
  groupBy,
  groupByKey,
  groupWith,
  histogram,
  intersection,
  isEmpty,
  join,
  keyBy,
  keys,
  leftOuterJoin,
  lookup,
  map,
  mapAsync,
  mapPartitions,
  mapPartitionsWithIndex,
  mapValues,
  max,
  mean,
  meanApprox,
  min,
  partitionBy,
  persist,
  pipe,
  randomSplit,
  reduce,
  reduceByKey,
  reduceByKeyLocally,
  repartition,
  repartitionAndSortWithinPartitions,
  rightOuterJoin,
  sample,
  sampleByKey,
  sampleByKeyExact,
  sampleStdev,
  sampleVariance,
  saveAsCsv,
  saveAsJsonLines,
  saveAsParquet,
  saveAsTextFile,
  setName,
  show,
  sortBy,
  sortByKey,
  stats,
  stdev,
  subtract,
  subtractByKey,
  sum,
  sumApprox,
  take,
  takeOrdered,
  takeSample,
  toLocalIterator,
  top,
  transform,
  treeAggregate,
  treeReduce,
  union,
  values,
  variance,
  zip,
  zipPartitions,
  zipWithIndex,
  zipWithUniqueId,
} satisfies Verbs

type Self = RDD<unknown>

const hidden = (members: object): PropertyDescriptorMap => {
  const descriptors: Record<PropertyKey, PropertyDescriptor> = Object.getOwnPropertyDescriptors(members)
  return Object.fromEntries(
    Reflect.ownKeys(descriptors).map(key => [key, { ...descriptors[key], enumerable: false }]),
  )
}

const methods = Object.fromEntries(
  Object.entries<(...args: never[]) => (rdd: never) => unknown>(VERBS).map(([name, verb]) => [
    name,
    Object.defineProperty(
      function (this: Self, ...args: never[]) {
        return verb(...args)(this as never)
      },
      'name',
      { value: name },
    ),
  ]),
)

const rddPrototype = Object.create(Object.prototype, {
  ...hidden(methods),
  ...hidden({
    [DRIVER_ONLY]: 'an RDD',
    get partitioner() {
      return partitionerOf((this as unknown as Self).lineage)
    },
    toDF(this: RDD<unknown>, schema?: unknown) {
      return this.driver.toDF(this, schema)
    },
    toDebugString(this: Self) {
      return toDebugString(this.lineage, undefined, this.driver.engine.keptOf)
    },
    toString(this: Self) {
      const { operator, callSite } = this.lineage
      return `RDD(${operator}${callSite.position ? ` at ${showPosition(callSite.position)}` : ''})`
    },
    [inspect.custom](this: Self) {
      return this.toString()
    },
    [Symbol.asyncIterator](this: Self) {
      return iterate(this)
    },
  }),
}) as object

const persistedPrototype = Object.create(
  rddPrototype,
  hidden({
    unpersist(this: Self) {
      return this.driver.engine.unpersist(unnamed(this.lineage) as Persisted)
    },
    [Symbol.asyncDispose](this: PersistedRDD<unknown>) {
      return this.unpersist()
    },
  }),
) as object

const over = (prototype: object, lineage: Lineage, driver: Driver): object =>
  Object.freeze(
    Object.create(prototype, {
      lineage: { value: lineage, enumerable: true },
      driver: { value: driver },
    }),
  )

export const makeRDD = <T>(lineage: Lineage, driver: Driver): RDD<T> =>
  over(rddPrototype, lineage, driver) as RDD<T>

export const makePersisted = <T>(lineage: Lineage, driver: Driver): PersistedRDD<T> =>
  over(persistedPrototype, lineage, driver) as PersistedRDD<T>
