import { type CombinatorName, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { cogrouped } from './cogroup.ts'

export const join = <K, W>(
  other: RDD<readonly [K, W]>,
  options?: Wide,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [V, W]]>) => joining(calling('join'), 'joined', other, options)

/** Every join is a cogroup whose groups are then paired. */
export const joining =
  (call: Call, pairing: CombinatorName, other: RDD<unknown>, options: Wide | undefined) =>
  <R>(rdd: RDD<unknown>): RDD<R> => {
    const parent = cogrouped(call, [other], options)(rdd).lineage
    return grow(rdd, node({ kind: 'flatMap', ...call, parent, f: derive(pairing), keepsKeys: true }))
  }
