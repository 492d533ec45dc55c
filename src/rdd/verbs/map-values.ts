import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const mapValues = <V, U extends Hint>(
  f: (value: V) => U,
): (<K>(rdd: RDD<readonly [K, V]>) => RDD<[K, U]>) => {
  const call = calling('mapValues')
  return ({ lineage: parent, driver }) =>
    grow({ driver }, node({ kind: 'map', ...call, parent, f: derive('mapValues', f), keepsKeys: true }))
}
