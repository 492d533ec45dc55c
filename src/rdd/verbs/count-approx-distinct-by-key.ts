import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { startingAt } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Approximate, Wide } from '../shape.ts'
import { combined } from './combine-by-key.ts'
import { sketching } from './count-approx-distinct.ts'
import { folding } from './fold-by-key.ts'

export const countApproxDistinctByKey = (
  options?: Wide & Approximate,
): (<K>(rdd: RDD<readonly [K, unknown]>) => RDD<[K, number]>) => {
  const call = calling('countApproxDistinctByKey')
  const { add, merge, estimate } = sketching(call, options)
  const combine = folding(startingAt(call, []), add, merge)
  return rdd => {
    const { lineage: parent } = combined(call, combine, options)(rdd)
    const f = derive('mapValues', estimate)
    return grow(rdd, node({ kind: 'map', ...call, parent, f, keepsKeys: true }))
  }
}
