import { node } from '../../lineage/lineage.ts'
import { type Call, calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

export const repartition = (numPartitions: number): (<T>(rdd: RDD<T>) => RDD<T>) =>
  spread(calling('repartition'), numPartitions)

/** Evenly, by position. */
export const spread =
  (call: Call, numPartitions: number) =>
  <T>({ lineage: parent, driver }: RDD<T>): RDD<T> =>
    grow(
      { driver },
      node({ kind: 'shuffle', ...call, parent, partitioner: { by: 'roundRobin', numPartitions } }),
    )
