import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

export const values = (): (<V>(rdd: RDD<readonly [unknown, V]>) => RDD<V>) => {
  const call = calling('values')
  return ({ lineage: parent, driver }) =>
    grow({ driver }, node({ kind: 'map', ...call, parent, f: derive('value'), keepsKeys: false }))
}
