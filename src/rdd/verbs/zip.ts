import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const zip = <U>(other: RDD<U>): (<T>(rdd: RDD<T>) => RDD<[T, U]>) => {
  const call = calling('zip')
  return rdd => {
    checkSides(call, rdd, [other])
    return grow(rdd, node({ kind: 'zip', ...call, parents: [rdd.lineage, other.lineage] }))
  }
}
