import { type CombinatorName, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { joining } from './join.ts'

export const intersection = <T>(other: RDD<T>, options?: Wide): ((rdd: RDD<T>) => RDD<T>) =>
  meeting(calling('intersection'), 'shared', other, options)

/** Elements are the keys: what is asked is whether the other side has them. */
export const meeting =
  <T>(call: Call, pick: CombinatorName, other: RDD<T>, options: Wide | undefined) =>
  (rdd: RDD<T>): RDD<T> => {
    checkSides(call, rdd, [other])
    const keyed = ({ lineage: parent }: RDD<T>) =>
      grow<unknown>(rdd, node({ kind: 'map', ...call, parent, f: derive('withUndefined'), keepsKeys: false }))
    return joining(call, pick, keyed(other), options)(keyed(rdd))
  }
