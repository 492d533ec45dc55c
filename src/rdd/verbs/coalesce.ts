import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { spread } from './repartition.ts'

export const coalesce = (
  numPartitions: number,
  options?: { readonly shuffle?: boolean | undefined },
): (<T>(rdd: RDD<T>) => RDD<T>) => {
  const call = calling('coalesce')
  checkOptions(call, options)
  if (options?.shuffle === true) return spread(call, numPartitions)
  return rdd => grow(rdd, node({ kind: 'coalesce', ...call, parent: rdd.lineage, numPartitions }))
}
