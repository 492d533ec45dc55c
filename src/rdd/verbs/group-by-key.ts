import { derive } from '../../lineage/fn.ts'
import type { Group } from '../../lineage/group.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { combined } from './combine-by-key.ts'

const GATHER = {
  create: derive('groupOf'),
  merge: derive('groupAppend'),
  mergeCombiners: derive('groupConcat'),
  mapSide: false,
}

export const groupByKey = (options?: Wide): (<K, V>(rdd: RDD<readonly [K, V]>) => RDD<[K, Group<V>]>) => {
  const call = calling('groupByKey')
  return rdd => gathered(call, options, rdd)
}

/** All values of each key. */
export const gathered = <K, V>(
  call: Call,
  options: Wide | undefined,
  rdd: RDD<readonly [K, V]>,
): RDD<[K, Group<V>]> => {
  const { lineage: parent } = combined(call, GATHER, options)<K, V, V[]>(rdd)
  return grow(rdd, node({ kind: 'map', ...call, parent, f: GROUP, keepsKeys: true }))
}
const GROUP = derive('mapValues', derive('group'))
