import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { partitionwise } from './map-partitions.ts'

export const zipWithUniqueId = (): (<T>(rdd: RDD<T>) => RDD<[T, number]>) =>
  partitionwise(calling('zipWithUniqueId'), derive('uniquelyNumbered'))
