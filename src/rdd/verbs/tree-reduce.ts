import { constant, derive, type Fn } from '../../lineage/fn.ts'
import { type Combine, node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkCount, checkOptions, combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { telling } from '../run.ts'
import type { Combiner, Running, Tree } from '../shape.ts'
import { combined, merging } from './combine-by-key.ts'
import { partitionwise } from './map-partitions.ts'
import { reduced } from './reduce.ts'

export const treeReduce = <A>(f: Combiner<A>, options?: Running & Tree): ((rdd: RDD<A>) => Promise<A>) => {
  const call = calling('treeReduce')
  return async rdd => {
    const merge = combining(call, f)
    return reduced(call, await grown<A, A>(call, rdd, merging(merge), merge, options), merge, options)
  }
}

/**
 * So many records fewer that the driver can take the rest: neighbouring partitions are merged, level by level, in their
 * order. `combine` is for the first level, `merge` for those above.
 */
export const grown = async <T, A>(
  call: Call,
  rdd: RDD<T>,
  combine: Combine,
  merge: Fn,
  options: Tree | undefined,
): Promise<RDD<A>> => {
  checkOptions(call, options)
  const { depth = 2 } = options ?? {}
  checkCount(call, depth, 'a depth')
  let parts = await telling(call, rdd, () => rdd.driver.engine.numPartitions(rdd.lineage))
  const scale = Math.max(2, Math.ceil(parts ** (1 / depth)))
  let level = rdd as RDD<unknown>
  for (let next = combine; parts > scale + Math.ceil(parts / scale); next = merging(merge)) {
    parts = Math.ceil(parts / scale)
    const keyed = partitionwise(call, derive('inGroups', constant(parts)))<[number, unknown]>(level)
    const { lineage: parent } = combined(call, next, { numPartitions: parts })(keyed)
    level = grow(rdd, node({ kind: 'map', ...call, parent, f: derive('value'), keepsKeys: false }))
  }
  return level as RDD<A>
}
