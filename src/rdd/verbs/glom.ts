import { derive } from '../../lineage/fn.ts'
import { type Call, calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { partitionwise } from './map-partitions.ts'

export const glom = (): (<T>(rdd: RDD<T>) => RDD<T[]>) => {
  const call = calling('glom')
  return rdd => wholes(call, rdd)
}

/** One array for each partition. */
export const wholes = <T>(call: Call, rdd: RDD<T>): RDD<T[]> => partitionwise(call, derive('glom'))(rdd)
