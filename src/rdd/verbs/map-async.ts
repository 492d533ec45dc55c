import { constant, derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { checkCount, checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

export const mapAsync = <T, U extends Hint>(
  f: (element: T) => U | Promise<U>,
  options?: { readonly concurrency?: number | undefined },
): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('mapAsync')
  checkOptions(call, options)
  const concurrency = options?.concurrency ?? 16
  checkCount(call, concurrency, 'a concurrency')
  return partitionwise(call, derive('mapAsync', f, constant(concurrency)))
}
