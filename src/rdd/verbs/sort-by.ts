import type { Fn } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { comparing } from '../check.ts'
import { widePartitions } from '../partitioning.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Ord, Orderable, Sorting } from '../shape.ts'

interface SortBy {
  <T, K extends Orderable>(f: (element: T) => K, options?: Sorting): (rdd: RDD<T>) => RDD<T>
  <T, K extends Hint>(
    f: (element: T) => K,
    options: Sorting & { readonly ord: Ord<K> },
  ): (rdd: RDD<T>) => RDD<T>
}

export const sortBy: SortBy = (f: Fn, options?: Sorting) => sorted(calling('sortBy'), f, options)

/** Into ranges, and by the same order within each. */
export const sorted =
  (call: Call, key: Fn, options: (Sorting & { readonly ord?: Ord<never> }) | undefined) =>
  <T>(rdd: RDD<T>): RDD<T> => {
    const numPartitions = widePartitions(call, [rdd], options)
    const compare = comparing(call, options?.ord)
    const order = Object.freeze({ key, compare, descending: options?.ascending === false })
    const partitioner = { by: 'range', numPartitions, order } as const
    return grow(rdd, node({ kind: 'shuffle', ...call, parent: rdd.lineage, partitioner, order }))
  }
