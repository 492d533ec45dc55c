import { resolve } from 'node:path'
import { node } from '../../lineage/lineage.ts'
import { partitionCounts, plainSourcePartitions } from '../../lineage/partitions.ts'
import { calling, failure, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

export const checkpoint = (dir: string): (<T>(rdd: RDD<T>) => RDD<T>) => {
  const call = calling('checkpoint')
  if (typeof dir !== 'string' || dir === '') throw failure(call, 'ARGUMENT', 'takes the path of a directory.')
  const directory = resolve(dir)
  return <T>({ lineage: of, driver, partitioner }: RDD<T>): RDD<T> => {
    const numPartitions = partitionCounts(of, plainSourcePartitions).get(of)
    const from = { from: 'checkpoint', paths: [directory] as const, numPartitions } as const
    return grow({ driver }, node({ kind: 'source', ...call, from, partitioner, of }))
  }
}
