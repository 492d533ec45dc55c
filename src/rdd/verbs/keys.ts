import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

export const keys = (): (<K>(rdd: RDD<readonly [K, unknown]>) => RDD<K>) => {
  const call = calling('keys')
  return ({ lineage: parent, driver }) =>
    grow({ driver }, node({ kind: 'map', ...call, parent, f: derive('key'), keepsKeys: false }))
}
