import { constant, derive } from '../../lineage/fn.ts'
import { hashKey, partitionOf } from '../../lineage/hash.ts'
import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run, telling } from '../run.ts'
import type { CollectedValue, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'

export const lookup = <K>(
  key: K,
  options?: Running,
): (<V>(rdd: RDD<readonly [K, V]>) => Promise<CollectedValue<V>[]>) => {
  const call = calling('lookup')
  return async rdd => {
    const partitions = await telling(call, rdd, async () => holding(rdd, key))
    const parts = await run<[K, never][]>(
      call,
      withKey(call, rdd, key),
      { kind: 'collect' },
      options,
      partitions,
    )
    return parts.flat().map(pair => (ungroup(pair) as [K, never])[1])
  }
}

/** The one partition that has the key, where the keys are spread by hash. */
const holding = ({ partitioner }: RDD<unknown>, key: unknown): readonly number[] | undefined => {
  const hash = hashKey(key) // refuses what is no key
  return partitioner?.by === 'hash' ? [partitionOf(hash, partitioner.numPartitions)] : undefined
}

const withKey = (call: Call, { lineage: parent, driver }: RDD<unknown>, key: unknown): RDD<unknown> =>
  grow({ driver }, node({ kind: 'filter', ...call, parent, f: derive('hasKey', constant(key)) }))
