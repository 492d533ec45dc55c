import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { meeting } from './intersection.ts'

export const subtract = <T>(other: RDD<T>, options?: Wide): ((rdd: RDD<T>) => RDD<T>) => {
  const call = calling('subtract')
  return rdd => {
    const { lineage: parent } = meeting(call, 'unmatched', other, options)(rdd)
    return grow(rdd, node({ kind: 'map', ...call, parent, f: derive('key'), keepsKeys: false }))
  }
}
