import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Partitions, Records } from '../shape.ts'

export const mapPartitionsWithIndex = <T, U extends Hint>(
  f: (index: number, elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
  options?: Partitions,
): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('mapPartitionsWithIndex')
  checkOptions(call, options)
  return ({ lineage: parent, driver }) =>
    grow(
      { driver },
      node({
        kind: 'mapPartitions',
        ...call,
        parent,
        f: derive('partitionIndexed', f),
        keepsKeys: options?.preservesPartitioning ?? false,
        determinacy: 'determinate',
      }),
    )
}
