// A sink that a task has opened, and what it hands over at the end.

import type { Sink } from './evaluate.ts'

/** All that a map task wrote on one edge. */
export interface Blocks {
  readonly bytes: Uint8Array
  /** One for each reducer (empty where it gets nothing), or a single one that all reducers read. */
  readonly ranges: readonly (readonly [offset: number, length: number])[]
  /** Records in them, after combining. */
  readonly rows: number
}

/** Rows as columns, encoded. */
export interface RowBatch {
  readonly rows: number
  readonly bytes: Uint8Array
  /** Of the bytes. */
  readonly checksum: number
}

/** The action's value for this partition, as a batch, or what was written for a shuffle. */
export interface HandedOver {
  readonly value?: readonly unknown[]
  readonly blocks?: Blocks
  readonly batches?: readonly RowBatch[]
}

export interface OpenSink extends Sink {
  readonly finish: () => HandedOver | Promise<HandedOver>
  /** Leaves nothing behind. */
  readonly abandon?: () => void
}
