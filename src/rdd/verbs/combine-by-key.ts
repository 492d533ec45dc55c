import { derive, type Fn } from '../../lineage/fn.ts'
import type { Combine } from '../../lineage/lineage.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { combining } from '../check.ts'
import { hashPartitioner } from '../partitioning.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Hint, Wide } from '../shape.ts'

export const combineByKey = <V, A extends Hint>(
  create: (value: V) => A,
  merge: (accumulator: A, value: V) => A,
  mergeCombiners: Combiner<A>,
  options?: Wide,
): (<K>(rdd: RDD<readonly [K, V]>) => RDD<[K, A]>) => {
  const call = calling('combineByKey')
  const combine = { create, merge, mergeCombiners: combining(call, mergeCombiners), mapSide: true }
  return combined(call, combine, options)
}

/** The shuffle that every fold by key is. */
export const combined =
  (call: Call, combine: Combine, options: Wide | undefined) =>
  <K, V, A>(rdd: RDD<readonly [K, V]>): RDD<[K, A]> => {
    const partitioner = hashPartitioner(call, [rdd], options)
    return grow(rdd, node({ kind: 'shuffle', ...call, parent: rdd.lineage, partitioner, combine }))
  }

/** Values are their own accumulators. */
export const merging = (merge: Fn): Combine => ({
  create: derive('identity'),
  merge,
  mergeCombiners: merge,
  mapSide: true,
})
