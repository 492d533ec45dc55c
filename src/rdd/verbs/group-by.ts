import { derive } from '../../lineage/fn.ts'
import type { Group } from '../../lineage/group.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Wide } from '../shape.ts'
import { gathered } from './group-by-key.ts'

export const groupBy = <T, K extends Hint>(
  f: (element: T) => K,
  options?: Wide,
): ((rdd: RDD<T>) => RDD<[K, Group<T>]>) => {
  const call = calling('groupBy')
  return rdd => {
    const { lineage: parent } = rdd
    const keyed = node({ kind: 'map', ...call, parent, f: derive('keyBy', f), keepsKeys: false })
    return gathered<K, T>(call, options, grow(rdd, keyed))
  }
}
