// Which output partition a record of a shuffle goes to. Part of the meaning, not of an engine.

import type { Order } from './order.ts'

export interface HashPartitioner {
  readonly by: 'hash'
  readonly numPartitions: number
}
/** Globally ordered partitions; bounds are found by regular sampling of the sorted inputs when the job runs. */
export interface RangePartitioner {
  readonly by: 'range'
  readonly numPartitions: number
  readonly order: Order
}
/** Spreads records evenly, by position only: record j of input partition i goes to (start(i) + j) mod n. */
export interface RoundRobinPartitioner {
  readonly by: 'roundRobin'
  readonly numPartitions: number
}

export type Partitioner = HashPartitioner | RangePartitioner | RoundRobinPartitioner

/** Records that are partitioned so already stay where a shuffle would bring them. */
export const movesNothing = (from: Partitioner | undefined, to: Partitioner): boolean =>
  to.by === 'hash' && samePartitioner(from, to)

export const samePartitioner = (a: Partitioner | undefined, b: Partitioner | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (a === b || (a.by === 'hash' && b.by === 'hash' && a.numPartitions === b.numPartitions))
