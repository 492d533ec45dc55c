import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import type { Partitioner } from '../../lineage/partitioner.ts'
import { calling, grow } from '../call.ts'
import { checkOptions, comparing } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Ord, Orderable } from '../shape.ts'
import { partitionerOf } from './partition-by.ts'

interface Options {
  readonly ascending?: boolean | undefined
}
interface RepartitionAndSort {
  (
    partitioner: number | Partitioner,
    options?: Options,
  ): <P extends readonly [Orderable, unknown]>(rdd: RDD<P>) => RDD<P>
  <K>(
    partitioner: number | Partitioner,
    options: Options & { readonly ord: Ord<K> },
  ): <V>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>
}

export const repartitionAndSortWithinPartitions: RepartitionAndSort = (
  given: number | Partitioner,
  options?: Options & { readonly ord?: Ord<never> },
) => {
  const call = calling('repartitionAndSortWithinPartitions')
  checkOptions(call, options)
  const partitioner = partitionerOf(call, given)
  const order = Object.freeze({
    key: derive('key'),
    compare: comparing(call, options?.ord),
    descending: options?.ascending === false,
  })
  return ((rdd: RDD<unknown>) =>
    grow(rdd, node({ kind: 'shuffle', ...call, parent: rdd.lineage, partitioner, order }))) as never
}
