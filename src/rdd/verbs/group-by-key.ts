import { derive } from '../../lineage/fn.ts'
import type { Group } from '../../lineage/group.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
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
  const f = derive('mapValues', derive('group'))
  return <K, V>(rdd: RDD<readonly [K, V]>) => {
    const gathered = combined(call, GATHER, options)<K, V, V[]>(rdd)
    return grow<[K, Group<V>]>(
      rdd,
      node({ kind: 'map', ...call, parent: gathered.lineage, f, keepsKeys: true }),
    )
  }
}
