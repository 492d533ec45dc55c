import { derive } from '../../lineage/fn.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Running } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

export const foreachPartition = <T>(
  f: (elements: IterableIterator<T>, task: TaskInfo) => unknown,
  options?: Running,
): ((rdd: RDD<T>) => Promise<void>) => {
  const call = calling('foreachPartition')
  return async rdd => {
    await run(call, partitionwise(call, derive('forPartition', f))(rdd), { kind: 'count' }, options)
  }
}
