import { node } from '../../lineage/lineage.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Partitions, Records } from '../shape.ts'

export const mapPartitions = <T, U extends Hint>(
  f: (elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
  options?: Partitions,
): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('mapPartitions')
  checkOptions(call, options)
  const keepsKeys = options?.preservesPartitioning ?? false
  return ({ lineage: parent, driver }) =>
    grow(
      { driver },
      node({ kind: 'mapPartitions', ...call, parent, f, keepsKeys, determinacy: 'determinate' }),
    )
}
