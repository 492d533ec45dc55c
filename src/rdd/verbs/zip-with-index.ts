import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { beside } from './beside.ts'
import { partitionwise } from './map-partitions.ts'

/** The sizes of all partitions are beside every record: two stages of one job, and lazy. */
export const zipWithIndex = (): (<T>(rdd: RDD<T>) => RDD<[T, number]>) => {
  const call = calling('zipWithIndex')
  const count = partitionwise(call, derive('counted'))
  const number = partitionwise(call, derive('numbered'))
  return rdd => number(beside(call, rdd, count<number>(rdd)))
}
