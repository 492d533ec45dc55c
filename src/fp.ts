// `partita/fp`: the same operations as data-last functions, for `pipe`. Transformations are the very functions that
// the methods call; actions are TaskEithers, which start when they are run. Guarded by laws/fp: one lineage for both.

import { type TaskEither, tryCatch } from 'fp-ts/lib/TaskEither.js'
import { PartitaError } from './fault.ts'
import type { PersistedRDD, Ranking, RDD } from './rdd/rdd.ts'
import type { Collected, Combiner, Monoid, Orderable, Running, Tuple, Zero } from './rdd/shape.ts'
import { aggregate as aggregateOf } from './rdd/verbs/aggregate.ts'
import { collect as collectOf } from './rdd/verbs/collect.ts'
import { count as countOf } from './rdd/verbs/count.ts'
import { explain as explainOf } from './rdd/verbs/explain.ts'
import { first as firstOf } from './rdd/verbs/first.ts'
import { folding } from './rdd/verbs/fold.ts'
import { foreach as foreachOf } from './rdd/verbs/foreach.ts'
import { getNumPartitions as getNumPartitionsOf } from './rdd/verbs/get-num-partitions.ts'
import { isEmpty as isEmptyOf } from './rdd/verbs/is-empty.ts'
import { reduce as reduceOf } from './rdd/verbs/reduce.ts'
import { saveAsTextFile as saveAsTextFileOf } from './rdd/verbs/save-as-text-file.ts'
import { sum as sumOf } from './rdd/verbs/sum.ts'
import { take as takeOf } from './rdd/verbs/take.ts'
import { max as maxOf, min as minOf, takeOrdered as takeOrderedOf, top as topOf } from './rdd/verbs/top.ts'

export { Compactable, Filterable, Functor, getUnionMonoid, URI } from './rdd/instances.ts'
export type { PersistedRDD, RDD } from './rdd/rdd.ts'
export { coalesce } from './rdd/verbs/coalesce.ts'
export { cogroup } from './rdd/verbs/cogroup.ts'
export { combineByKey } from './rdd/verbs/combine-by-key.ts'
export { distinct } from './rdd/verbs/distinct.ts'
export { filter } from './rdd/verbs/filter.ts'
export { flatMap } from './rdd/verbs/flat-map.ts'
export { flatMapValues } from './rdd/verbs/flat-map-values.ts'
export { glom } from './rdd/verbs/glom.ts'
export { groupByKey } from './rdd/verbs/group-by-key.ts'
export { join } from './rdd/verbs/join.ts'
export { keyBy } from './rdd/verbs/key-by.ts'
export { keys } from './rdd/verbs/keys.ts'
export { leftOuterJoin } from './rdd/verbs/left-outer-join.ts'
export { map } from './rdd/verbs/map.ts'
export { mapPartitions } from './rdd/verbs/map-partitions.ts'
export { mapPartitionsWithIndex } from './rdd/verbs/map-partitions-with-index.ts'
export { mapValues } from './rdd/verbs/map-values.ts'
export { cache, persist } from './rdd/verbs/persist.ts'
export { reduceByKey } from './rdd/verbs/reduce-by-key.ts'
export { repartition } from './rdd/verbs/repartition.ts'
export { compact, reject, separate } from './rdd/verbs/separate.ts'
export { sortBy } from './rdd/verbs/sort-by.ts'
export { sortByKey } from './rdd/verbs/sort-by-key.ts'
export { toLocalIterator } from './rdd/verbs/to-local-iterator.ts'
export { union } from './rdd/verbs/union.ts'
export { values } from './rdd/verbs/values.ts'
export { zip } from './rdd/verbs/zip.ts'

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
export const isEmpty = (options?: Running): ((rdd: RDD<unknown>) => Action<boolean>) =>
  lazily(isEmptyOf(options))
export const count = (options?: Running): ((rdd: RDD<unknown>) => Action<number>) => lazily(countOf(options))
export const sum = (options?: Running): ((rdd: RDD<number>) => Action<number>) => lazily(sumOf(options))
export const reduce = <A>(f: Combiner<A>, options?: Running): ((rdd: RDD<A>) => Action<A>) =>
  lazily(reduceOf(f, options))
export const foreach = <T>(f: (element: T) => unknown, options?: Running): ((rdd: RDD<T>) => Action<void>) =>
  lazily(foreachOf(f, options))
export const saveAsTextFile = (path: string, options?: Running): ((rdd: RDD<string>) => Action<void>) =>
  lazily(saveAsTextFileOf(path, options))
export const getNumPartitions = (): ((rdd: RDD<unknown>) => Action<number>) => lazily(getNumPartitionsOf())
export const explain = (): ((rdd: RDD<unknown>) => Action<string>) => lazily(explainOf())
export const unpersist = (): ((rdd: PersistedRDD<unknown>) => Action<void>) => lazily(rdd => rdd.unpersist())

interface Aggregate {
  <T, A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): (rdd: RDD<T>) => Action<A>
  <T, A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): (rdd: RDD<T>) => Action<A>
}
export const aggregate: Aggregate = <T, A>(
  zero: Zero<A>,
  seq: (accumulator: A, element: T) => A,
  comb: Combiner<A>,
  options?: Running,
) => lazily(aggregateOf<T, A>(zero, seq, comb, options))

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
