import { node } from '../../lineage/lineage.ts'
import { partitionCounts, plainSourcePartitions } from '../../lineage/partitions.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const zip = <U>(other: RDD<U>): (<T>(rdd: RDD<T>) => RDD<[T, U]>) => {
  const call = calling('zip')
  return rdd => {
    checkSides(call, rdd, [other])
    return paired(call, rdd, other)
  }
}

/** By position; unequal counts of partitions are refused now, unless only files can tell them. */
export const paired = <T, U>(call: Call, left: RDD<T>, right: RDD<U>): RDD<[T, U]> => {
  const zipped = node({ kind: 'zip', ...call, parents: [left.lineage, right.lineage] })
  partitionCounts(zipped, plainSourcePartitions)
  return grow(left, zipped)
}
