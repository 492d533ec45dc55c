import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Hint, Wide } from '../shape.ts'
import { combined } from './combine-by-key.ts'

export const reduceByKey = <V extends Hint>(
  f: Combiner<V>,
  options?: Wide,
): (<K>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>) => {
  const call = calling('reduceByKey')
  const merge = combining(call, f)
  return combined(call, { create: derive('identity'), merge, mergeCombiners: merge, mapSide: true }, options)
}
