import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const flatMap = <T, U extends Hint>(
  f: (element: T) => Iterable<U> & object,
): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('flatMap')
  return rdd => grow(rdd, node({ kind: 'flatMap', ...call, parent: rdd.lineage, f, keepsKeys: false }))
}
