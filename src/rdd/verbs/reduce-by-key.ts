import { calling } from '../call.ts'
import { combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Hint, Wide } from '../shape.ts'
import { combined, merging } from './combine-by-key.ts'

export const reduceByKey = <V extends Hint>(
  f: Combiner<V>,
  options?: Wide,
): (<K>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>) => {
  const call = calling('reduceByKey')
  return combined(call, merging(combining(call, f)), options)
}
