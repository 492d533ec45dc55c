import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const map = <T, U extends Hint>(f: (element: T) => U): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('map')
  return rdd => grow(rdd, node({ kind: 'map', ...call, parent: rdd.lineage, f, keepsKeys: false }))
}
