import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { KeyMap } from '../key-map.ts'
import type { RDD } from '../rdd.ts'
import type { Running } from '../shape.ts'
import { mapped } from './reduce-by-key-locally.ts'

const COUNT = {
  create: derive('one'),
  merge: derive('increment'),
  mergeCombiners: derive('add'),
  mapSide: true,
}

export const countByKey = (
  options?: Running,
): (<K>(rdd: RDD<readonly [K, unknown]>) => Promise<KeyMap<K, number>>) => {
  const call = calling('countByKey')
  return async rdd => mapped(call, rdd, COUNT, options)
}

export const countByValue = (options?: Running): (<T>(rdd: RDD<T>) => Promise<KeyMap<T, number>>) => {
  const call = calling('countByValue')
  return async <T>(rdd: RDD<T>) => {
    const keyed = node({
      kind: 'map',
      ...call,
      parent: rdd.lineage,
      f: derive('withUndefined'),
      keepsKeys: false,
    })
    return mapped(call, grow<[T, undefined]>(rdd, keyed), COUNT, options)
  }
}
