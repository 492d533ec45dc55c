import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const union = <U>(other: RDD<U>): (<T>(rdd: RDD<T>) => RDD<T | U>) => {
  const call = calling('union')
  return rdd => {
    checkSides(call, rdd, [other])
    return grow(rdd, node({ kind: 'union', ...call, parents: [rdd.lineage, other.lineage] }))
  }
}
