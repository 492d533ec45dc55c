import { derive } from '../../lineage/fn.ts'
import type { TaskInfo } from '../../lineage/task-info.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Partitions, Records } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

export const mapPartitionsWithIndex = <T, U extends Hint>(
  f: (index: number, elements: IterableIterator<T>, task: TaskInfo) => Records<U>,
  options?: Partitions,
): ((rdd: RDD<T>) => RDD<U>) =>
  partitionwise(calling('mapPartitionsWithIndex'), derive('partitionIndexed', f), options)
