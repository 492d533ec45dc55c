import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { crossed } from './cartesian.ts'
import { wholes } from './glom.ts'
import { partitionwise } from './map-partitions.ts'
import { spread } from './repartition.ts'

/** The sizes of all partitions meet in one and are then beside every record: two stages of one job, and lazy. */
export const zipWithIndex = (): (<T>(rdd: RDD<T>) => RDD<[T, number]>) => {
  const call = calling('zipWithIndex')
  const count = partitionwise(call, derive('counted'))
  const number = partitionwise(call, derive('numbered'))
  return rdd => number(crossed(call, rdd, wholes(call, spread(call, 1)(count<number>(rdd)))))
}
