// How many partitions what shuffles has: one rule, which asks neither the machine nor the files.

import type { HashPartitioner } from '../lineage/partitioner.ts'
import type { Call } from './call.ts'
import { checkOptions } from './check.ts'
import type { RDD } from './rdd.ts'
import type { Wide } from './shape.ts'

/** The number asked for; else the largest that a parent's partitioner has; else the session's default. */
export const widePartitions = (
  call: Call,
  parents: readonly RDD<unknown>[],
  options: Wide | undefined,
): number => {
  checkOptions(call, options)
  const asked = options?.numPartitions
  if (asked !== undefined) return asked
  const known = parents.flatMap(({ partitioner }) => partitioner?.numPartitions ?? [])
  return known.length > 0 ? Math.max(...known) : parents[0]!.driver.defaultParallelism
}

export const hashPartitioner = (
  call: Call,
  parents: readonly RDD<unknown>[],
  options: Wide | undefined,
): HashPartitioner => ({ by: 'hash', numPartitions: widePartitions(call, parents, options) })
