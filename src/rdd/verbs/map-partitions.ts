import type { Fn } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { type Call, calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Partitions, Records } from '../shape.ts'

export const mapPartitions = <T, U extends Hint>(
  f: (elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
  options?: Partitions,
): ((rdd: RDD<T>) => RDD<U>) => partitionwise(calling('mapPartitions'), f, options)

/** The node of every verb that sees a partition whole. */
export const partitionwise = (call: Call, f: Fn, options?: Partitions) => {
  checkOptions(call, options)
  const keepsKeys = options?.preservesPartitioning ?? false
  return <U>({ lineage: parent, driver }: RDD<unknown>): RDD<U> =>
    grow(
      { driver },
      node({ kind: 'mapPartitions', ...call, parent, f, keepsKeys, determinacy: 'determinate' }),
    )
}
