import { type Lineage, node } from '../../lineage/lineage.ts'
import { samePartitioner } from '../../lineage/partitioner.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const union = <U>(other: RDD<U>): (<T>(rdd: RDD<T>) => RDD<T | U>) => {
  const call = calling('union')
  return rdd => {
    checkSides(call, rdd, [other])
    return united(call, rdd, [rdd, other])
  }
}

/** Of RDDs that are all partitioned by the same hash, partition by partition: what goes by key then stays in place. */
export const united = <T>(
  call: Call,
  { driver }: Pick<RDD<unknown>, 'driver'>,
  sides: readonly RDD<unknown>[],
): RDD<T> => {
  const full = sides.filter(({ lineage }) => !isNothing(lineage))
  const [first, ...others] = full
  const aligned =
    first?.partitioner?.by === 'hash' &&
    others.every(({ partitioner }) => samePartitioner(partitioner, first.partitioner))
  const parents = (aligned ? full : sides).map(({ lineage }) => lineage)
  return grow(
    { driver },
    node({ kind: 'union', ...call, parents, ...(aligned && { aligned, note: ALIGNED }) }),
  )
}

const ALIGNED = {
  way: 'aligned',
  why: 'all sides are spread by the same hash of the key: each partition is that of every side, and keys stay where they are',
}

/** `emptyRDD()`, which has no partitions either. */
const isNothing = (lineage: Lineage): boolean =>
  lineage.kind === 'source' && lineage.from.from === 'items' && lineage.from.slices.length === 0
