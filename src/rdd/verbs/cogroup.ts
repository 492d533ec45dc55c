import type { Group } from '../../lineage/group.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import { hashPartitioner } from '../partitioning.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'

export const cogroup = <K, Ws extends readonly unknown[]>(
  others: readonly [...{ [I in keyof Ws]: RDD<readonly [K, Ws[I]]> }],
  options?: Wide,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, [Group<V>, ...{ [I in keyof Ws]: Group<Ws[I]> }]]>) =>
  cogrouped(calling('cogroup'), others, options)

/** Spark's other name for it. */
export const groupWith: typeof cogroup = (others, options) => cogrouped(calling('groupWith'), others, options)

/** The node that cogroup and every join is. */
export const cogrouped =
  (call: Call, others: readonly RDD<unknown>[], options: Wide | undefined) =>
  <R>(rdd: RDD<unknown>): RDD<R> => {
    checkSides(call, rdd, others)
    const sides = [rdd, ...others]
    const partitioner = hashPartitioner(call, sides, options)
    return grow(
      rdd,
      node({ kind: 'cogroup', ...call, parents: sides.map(side => side.lineage), partitioner }),
    )
  }
