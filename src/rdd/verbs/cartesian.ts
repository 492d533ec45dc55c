import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const cartesian = <U>(other: RDD<U>): (<T>(rdd: RDD<T>) => RDD<[T, U]>) => {
  const call = calling('cartesian')
  return rdd => {
    checkSides(call, rdd, [other])
    return crossed(call, rdd, other)
  }
}

/** Each record with each. */
export const crossed = <T, U>(call: Call, left: RDD<T>, right: RDD<U>): RDD<[T, U]> =>
  grow(left, node({ kind: 'product', ...call, parents: [left.lineage, right.lineage] }))
