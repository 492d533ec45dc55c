import { derive } from '../../lineage/fn.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { calling } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Records } from '../shape.ts'
import { wholes } from './glom.ts'
import { partitionwise } from './map-partitions.ts'
import { paired } from './zip.ts'

export const zipPartitions = <T, U, R extends Hint>(
  other: RDD<U>,
  f: (left: IterableIterator<T>, right: IterableIterator<U>, task: TaskInfo) => Records<R>,
): ((rdd: RDD<T>) => RDD<R>) => {
  const call = calling('zipPartitions')
  return rdd => {
    checkSides(call, rdd, [other])
    const wholePartitions = paired(call, wholes(call, rdd), wholes(call, other))
    return partitionwise(call, derive('partitionsZipped', f))(wholePartitions)
  }
}
