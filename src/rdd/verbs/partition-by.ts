import { node } from '../../lineage/lineage.ts'
import { type Partitioner, samePartitioner } from '../../lineage/partitioner.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import { checkCount } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const partitionBy = (
  partitioner: number | Partitioner,
): (<P extends readonly [unknown, unknown]>(rdd: RDD<P>) => RDD<P>) => {
  const call = calling('partitionBy')
  const by = partitionerOf(call, partitioner)
  return rdd =>
    samePartitioner(rdd.partitioner, by)
      ? rdd
      : grow(rdd, node({ kind: 'shuffle', ...call, parent: rdd.lineage, partitioner: by }))
}

/** By hash into so many, or as another RDD is partitioned. */
export const partitionerOf = (call: Call, given: number | Partitioner): Partitioner & { by: 'hash' } => {
  if (typeof given === 'object' && given !== null && given.by === 'hash') return given
  if (typeof given === 'object')
    throw failure(call, 'ARGUMENT', 'takes a number of partitions, or a partitioner by hash.')
  checkCount(call, given, 'a number of partitions')
  return { by: 'hash', numPartitions: given }
}
