// What is done with each partition of the last stage, as data: the worker's half of an action.

import type { ColumnBatch } from './batch.ts'
import type { Field } from './data-type.ts'
import type { Fn } from './fn.ts'
import type { Order } from './order.ts'
import type { SinkSpec } from './sink.ts'

export type Action =
  /** → unknown[], the partition's records */
  | { readonly kind: 'collect' }
  /** → number */
  | { readonly kind: 'count' }
  /** → unknown[], at most n records; reads no further */
  | { readonly kind: 'take'; readonly n: number }
  /** → [] for an empty partition without zero, else [accumulator] */
  | { readonly kind: 'fold'; readonly f: Fn; readonly zero?: Zero | undefined }
  /** → unknown[], the n first by `order`, sorted, stable */
  | { readonly kind: 'top'; readonly n: number; readonly order: Order }
  /** → null, after f(record) for each; promises are awaited one by one */
  | { readonly kind: 'each'; readonly f: Fn }
  /** → `PartitionBatches`: the records, rows of these fields, as columns that stay where the engine keeps blocks */
  | { readonly kind: 'batches'; readonly fields: readonly Field[]; readonly from?: BatchesFrom | undefined }
  /** → the part file (`Part` of io), written into `dir` and not yet committed */
  | { readonly kind: 'save'; readonly dir: string; readonly sink: SinkSpec }

/** A zero is a value, or a function that makes one (`thunk`). */
export interface Zero {
  readonly value: unknown
  readonly thunk: boolean
}

/** A partition as columns. Whoever gets it frees it. */
export interface PartitionBatches {
  readonly rows: number
  /** As often as it is called. @throws PartitaError DATA where they are damaged */
  readonly batches: () => Iterable<ColumnBatch>
  readonly free: () => Promise<void>
}

/** What records are: rows, or `ExtendedBatch`es, whose added columns are the last fields. */
export type BatchesFrom = 'rows' | 'extended'
