// `partita/fp`: the same operations as data-last functions, for `pipe`. Transformations are the very functions that
// the methods call; actions are TaskEithers, which start when they are run. Guarded by laws/fp: one lineage for both.

import { type TaskEither, tryCatch } from 'fp-ts/lib/TaskEither.js'
import { PartitaError } from './fault.ts'
import type { TaskInfo } from './lineage/task-info.ts'
import type { KeyMap } from './rdd/key-map.ts'
import type { PersistedRDD, Ranking, RDD } from './rdd/rdd.ts'
import type {
  Approximate,
  Collected,
  CollectedValue,
  Combiner,
  CsvSaving,
  Drawing,
  Estimate,
  Estimating,
  Monoid,
  Orderable,
  ParquetSaving,
  Running,
  Saving,
  Showing,
  Stats,
  Tree,
  Tuple,
  Zero,
} from './rdd/shape.ts'
import { aggregate as aggregateOf } from './rdd/verbs/aggregate.ts'
import { collect as collectOf } from './rdd/verbs/collect.ts'
import { collectAsMap as collectAsMapOf } from './rdd/verbs/collect-as-map.ts'
import { count as countOf } from './rdd/verbs/count.ts'
import { countApprox as countApproxOf } from './rdd/verbs/count-approx.ts'
import { countApproxDistinct as countApproxDistinctOf } from './rdd/verbs/count-approx-distinct.ts'
import { countByKey as countByKeyOf, countByValue as countByValueOf } from './rdd/verbs/count-by-key.ts'
import { explain as explainOf } from './rdd/verbs/explain.ts'
import { first as firstOf } from './rdd/verbs/first.ts'
import { folding } from './rdd/verbs/fold.ts'
import { foreach as foreachOf } from './rdd/verbs/foreach.ts'
import { foreachPartition as foreachPartitionOf } from './rdd/verbs/foreach-partition.ts'
import { getNumPartitions as getNumPartitionsOf } from './rdd/verbs/get-num-partitions.ts'
import { histogram as histogramOf } from './rdd/verbs/histogram.ts'
import { isEmpty as isEmptyOf } from './rdd/verbs/is-empty.ts'
import { lookup as lookupOf } from './rdd/verbs/lookup.ts'
import { reduce as reduceOf } from './rdd/verbs/reduce.ts'
import { reduceByKeyLocally as reduceByKeyLocallyOf } from './rdd/verbs/reduce-by-key-locally.ts'
import { saveAsCsv as saveAsCsvOf } from './rdd/verbs/save-as-csv.ts'
import { saveAsJsonLines as saveAsJsonLinesOf } from './rdd/verbs/save-as-json-lines.ts'
import { saveAsParquet as saveAsParquetOf } from './rdd/verbs/save-as-parquet.ts'
import { saveAsTextFile as saveAsTextFileOf } from './rdd/verbs/save-as-text-file.ts'
import { show as showOf } from './rdd/verbs/show.ts'
import {
  mean as meanOf,
  sampleStdev as sampleStdevOf,
  sampleVariance as sampleVarianceOf,
  stats as statsOf,
  stdev as stdevOf,
  variance as varianceOf,
} from './rdd/verbs/stats.ts'
import { sum as sumOf } from './rdd/verbs/sum.ts'
import { meanApprox as meanApproxOf, sumApprox as sumApproxOf } from './rdd/verbs/sum-approx.ts'
import { take as takeOf } from './rdd/verbs/take.ts'
import { takeSample as takeSampleOf } from './rdd/verbs/take-sample.ts'
import { max as maxOf, min as minOf, takeOrdered as takeOrderedOf, top as topOf } from './rdd/verbs/top.ts'
import { treeAggregate as treeAggregateOf } from './rdd/verbs/tree-aggregate.ts'
import { treeReduce as treeReduceOf } from './rdd/verbs/tree-reduce.ts'

export { Compactable, Filterable, Functor, getUnionMonoid, URI } from './rdd/instances.ts'
export type { PersistedRDD, RDD } from './rdd/rdd.ts'
export { aggregateByKey } from './rdd/verbs/aggregate-by-key.ts'
export { cartesian } from './rdd/verbs/cartesian.ts'
export { checkpoint } from './rdd/verbs/checkpoint.ts'
export { coalesce } from './rdd/verbs/coalesce.ts'
export { cogroup, groupWith } from './rdd/verbs/cogroup.ts'
export { combineByKey } from './rdd/verbs/combine-by-key.ts'
export { countApproxDistinctByKey } from './rdd/verbs/count-approx-distinct-by-key.ts'
export { distinct } from './rdd/verbs/distinct.ts'
export { filter } from './rdd/verbs/filter.ts'
export { filterByRange } from './rdd/verbs/filter-by-range.ts'
export { flatMap } from './rdd/verbs/flat-map.ts'
export { flatMapValues } from './rdd/verbs/flat-map-values.ts'
export { foldByKey } from './rdd/verbs/fold-by-key.ts'
export { fullOuterJoin } from './rdd/verbs/full-outer-join.ts'
export { glom } from './rdd/verbs/glom.ts'
export { groupBy } from './rdd/verbs/group-by.ts'
export { groupByKey } from './rdd/verbs/group-by-key.ts'
export { intersection } from './rdd/verbs/intersection.ts'
export { join } from './rdd/verbs/join.ts'
export { keyBy } from './rdd/verbs/key-by.ts'
export { keys } from './rdd/verbs/keys.ts'
export { leftOuterJoin } from './rdd/verbs/left-outer-join.ts'
export { map } from './rdd/verbs/map.ts'
export { mapAsync } from './rdd/verbs/map-async.ts'
export { mapPartitions } from './rdd/verbs/map-partitions.ts'
export { mapPartitionsWithIndex } from './rdd/verbs/map-partitions-with-index.ts'
export { mapValues } from './rdd/verbs/map-values.ts'
export { partitionBy } from './rdd/verbs/partition-by.ts'
export { cache, persist } from './rdd/verbs/persist.ts'
export { pipe } from './rdd/verbs/pipe.ts'
export { randomSplit } from './rdd/verbs/random-split.ts'
export { reduceByKey } from './rdd/verbs/reduce-by-key.ts'
export { repartition } from './rdd/verbs/repartition.ts'
export { repartitionAndSortWithinPartitions } from './rdd/verbs/repartition-and-sort-within-partitions.ts'
export { rightOuterJoin } from './rdd/verbs/right-outer-join.ts'
export { sample } from './rdd/verbs/sample.ts'
export { sampleByKey } from './rdd/verbs/sample-by-key.ts'
export { sampleByKeyExact } from './rdd/verbs/sample-by-key-exact.ts'
export { compact, reject, separate } from './rdd/verbs/separate.ts'
export { setName } from './rdd/verbs/set-name.ts'
export { sortBy } from './rdd/verbs/sort-by.ts'
export { sortByKey } from './rdd/verbs/sort-by-key.ts'
export { subtract } from './rdd/verbs/subtract.ts'
export { subtractByKey } from './rdd/verbs/subtract-by-key.ts'
export { toLocalIterator } from './rdd/verbs/to-local-iterator.ts'
export { transform } from './rdd/verbs/transform.ts'
export { union } from './rdd/verbs/union.ts'
export { values } from './rdd/verbs/values.ts'
export { zip } from './rdd/verbs/zip.ts'
export { zipPartitions } from './rdd/verbs/zip-partitions.ts'
export { zipWithIndex } from './rdd/verbs/zip-with-index.ts'
export { zipWithUniqueId } from './rdd/verbs/zip-with-unique-id.ts'

/** What an action is here: nothing runs until it is called, and failures are values. */
export type Action<A> = TaskEither<PartitaError, A>

const lazily =
  <R, A>(act: (rdd: R) => Promise<A>) =>
  (rdd: R): Action<A> =>
    tryCatch(
      () => act(rdd),
      error =>
        error instanceof PartitaError
          ? error
          : new PartitaError('INTERNAL', 'An action failed in partita itself.', { cause: error }),
    )

/** @example pipe(lines, RDD.filter(line => line !== ''), RDD.collect()) */
export const collect = (options?: Running): (<T>(rdd: RDD<T>) => Action<Collected<T>[]>) =>
  lazily(collectOf(options))
export const take = (n: number, options?: Running): (<T>(rdd: RDD<T>) => Action<Collected<T>[]>) =>
  lazily(takeOf(n, options))
export const first = (options?: Running): (<T>(rdd: RDD<T>) => Action<Collected<T>>) =>
  lazily(firstOf(options))
/** Prints the first `n` elements as a table. */
export const show = (n?: number, options?: Running & Showing): ((rdd: RDD<unknown>) => Action<void>) =>
  lazily(showOf(n, options))
export const isEmpty = (options?: Running): ((rdd: RDD<unknown>) => Action<boolean>) =>
  lazily(isEmptyOf(options))
export const count = (options?: Running): ((rdd: RDD<unknown>) => Action<number>) => lazily(countOf(options))
export const countApprox = (options?: Estimating): ((rdd: RDD<unknown>) => Action<Estimate>) =>
  lazily(countApproxOf(options))
export const sumApprox = (options?: Estimating): ((rdd: RDD<number>) => Action<Estimate>) =>
  lazily(sumApproxOf(options))
export const meanApprox = (options?: Estimating): ((rdd: RDD<number>) => Action<Estimate>) =>
  lazily(meanApproxOf(options))
export const countApproxDistinct = (
  options?: Running & Approximate,
): ((rdd: RDD<unknown>) => Action<number>) => lazily(countApproxDistinctOf(options))
export const sum = (options?: Running): ((rdd: RDD<number>) => Action<number>) => lazily(sumOf(options))
export const reduce = <A>(f: Combiner<A>, options?: Running): ((rdd: RDD<A>) => Action<A>) =>
  lazily(reduceOf(f, options))
export const treeReduce = <A>(f: Combiner<A>, options?: Running & Tree): ((rdd: RDD<A>) => Action<A>) =>
  lazily(treeReduceOf(f, options))
export const foreachPartition = <T>(
  f: (elements: IterableIterator<T>, task: TaskInfo) => unknown,
  options?: Running,
): ((rdd: RDD<T>) => Action<void>) => lazily(foreachPartitionOf(f, options))
export const takeSample = (
  n: number,
  options?: Running & Drawing,
): (<T>(rdd: RDD<T>) => Action<Collected<T>[]>) => lazily(takeSampleOf(n, options))
export const countByValue = (options?: Running): (<T>(rdd: RDD<T>) => Action<KeyMap<T, number>>) =>
  lazily(countByValueOf(options))
export const countByKey = (
  options?: Running,
): (<K>(rdd: RDD<readonly [K, unknown]>) => Action<KeyMap<K, number>>) => lazily(countByKeyOf(options))
export const reduceByKeyLocally = <V>(
  f: Combiner<V>,
  options?: Running,
): (<K>(rdd: RDD<readonly [K, V]>) => Action<KeyMap<K, V>>) => lazily(reduceByKeyLocallyOf(f, options))
export const collectAsMap = (
  options?: Running,
): (<K, V>(rdd: RDD<readonly [K, V]>) => Action<KeyMap<K, CollectedValue<V>>>) =>
  lazily(collectAsMapOf(options))
export const lookup = <K>(
  key: K,
  options?: Running,
): (<V>(rdd: RDD<readonly [K, V]>) => Action<CollectedValue<V>[]>) => lazily(lookupOf(key, options))

type OfNumbers<R> = (options?: Running) => (rdd: RDD<number>) => Action<R>
export const stats: OfNumbers<Stats> = options => lazily(statsOf(options))
export const mean: OfNumbers<number> = options => lazily(meanOf(options))
export const variance: OfNumbers<number> = options => lazily(varianceOf(options))
export const stdev: OfNumbers<number> = options => lazily(stdevOf(options))
export const sampleVariance: OfNumbers<number> = options => lazily(sampleVarianceOf(options))
export const sampleStdev: OfNumbers<number> = options => lazily(sampleStdevOf(options))
export const histogram = (
  buckets: number | readonly number[],
  options?: Running,
): ((rdd: RDD<number>) => Action<[edges: number[], counts: number[]]>) =>
  lazily(histogramOf(buckets, options))

export const foreach = <T>(f: (element: T) => unknown, options?: Running): ((rdd: RDD<T>) => Action<void>) =>
  lazily(foreachOf(f, options))
export const saveAsTextFile = (path: string, options?: Saving): ((rdd: RDD<string>) => Action<void>) =>
  lazily(saveAsTextFileOf(path, options))
export const saveAsCsv = (path: string, options?: CsvSaving): ((rdd: RDD<object>) => Action<void>) =>
  lazily(saveAsCsvOf(path, options))
export const saveAsJsonLines = (path: string, options?: Saving): ((rdd: RDD<unknown>) => Action<void>) =>
  lazily(saveAsJsonLinesOf(path, options))
export const saveAsParquet = (path: string, options: ParquetSaving): ((rdd: RDD<object>) => Action<void>) =>
  lazily(saveAsParquetOf(path, options))
export const getNumPartitions = (): ((rdd: RDD<unknown>) => Action<number>) => lazily(getNumPartitionsOf())
export const explain = (): ((rdd: RDD<unknown>) => Action<string>) => lazily(explainOf())
export const unpersist = (): ((rdd: PersistedRDD<unknown>) => Action<void>) => lazily(rdd => rdd.unpersist())

interface Aggregate<Options = Running> {
  <T, A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Options,
  ): (rdd: RDD<T>) => Action<A>
  <T, A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Options,
  ): (rdd: RDD<T>) => Action<A>
}
export const aggregate: Aggregate = <T, A>(
  zero: Zero<A>,
  seq: (accumulator: A, element: T) => A,
  comb: Combiner<A>,
  options?: Running,
) => lazily(aggregateOf<T, A>(zero, seq, comb, options))

export const treeAggregate: Aggregate<Running & Tree> = <T, A>(
  zero: Zero<A>,
  seq: (accumulator: A, element: T) => A,
  comb: Combiner<A>,
  options?: Running & Tree,
) => lazily(treeAggregateOf<T, A>(zero, seq, comb, options))

interface Fold {
  <A>(zero: Zero<A>, f: Combiner<A>, options?: Running): (rdd: RDD<A>) => Action<A>
  <A>(monoid: Monoid<A>, options?: Running): (rdd: RDD<A>) => Action<A>
}
export const fold: Fold = <A>(zero: Zero<A> | Monoid<A>, f?: Combiner<A> | Running, options?: Running) =>
  lazily(folding(zero, f, options))

interface Several {
  (n: number, options?: Running): <A extends Orderable>(rdd: RDD<A>) => Action<A[]>
  <T>(n: number, options: Running & Ranking<T>): (rdd: RDD<T>) => Action<T[]>
}
export const top: Several = (n: number, options?: Running) => lazily(topOf(n, options))
export const takeOrdered: Several = (n: number, options?: Running) => lazily(takeOrderedOf(n, options))

interface One {
  (options?: Running): <A extends Orderable>(rdd: RDD<A>) => Action<A>
  <T>(options: Running & Ranking<T>): (rdd: RDD<T>) => Action<T>
}
export const max: One = (options?: Running) => lazily(maxOf(options))
export const min: One = (options?: Running) => lazily(minOf(options))
