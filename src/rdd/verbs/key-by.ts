import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const keyBy = <T, K extends Hint>(f: (element: T) => K): ((rdd: RDD<T>) => RDD<[K, T]>) => {
  const call = calling('keyBy')
  return ({ lineage: parent, driver }) =>
    grow({ driver }, node({ kind: 'map', ...call, parent, f: derive('keyBy', f), keepsKeys: false }))
}
