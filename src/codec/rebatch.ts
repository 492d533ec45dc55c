// Chunks as they come into batches. Where a batch ends hangs on rows and their bytes only, never on how the rows were
// cut into chunks, which hangs on threads.

import type { ColumnBatch } from '../lineage/batch.ts'
import type { FieldType } from '../lineage/data-type.ts'
import { bytesOf, concatBatches, type Slice } from './concat.ts'

/** As many as DuckDB keeps in a row group. */
export const MAX_BATCH_ROWS = 122_880
const MAX_BATCH_BYTES = 64 * 2 ** 20
/** A batch that is full of bytes ends at a multiple of so many rows. */
const STEP_ROWS = 2048

export interface Rebatch {
  /** The batches that became full. */
  readonly add: (chunk: ColumnBatch) => ColumnBatch[]
  /** The rows that are left. */
  readonly end: () => ColumnBatch[]
}

export const rebatch = (fields: readonly FieldType[]): Rebatch => {
  let slices: Slice<ColumnBatch>[] = []
  let rows = 0
  let bytes = 0
  const flush = (): ColumnBatch => {
    const batch = concatBatches(fields, slices)
    slices = []
    rows = 0
    bytes = 0
    return batch
  }
  return {
    add: chunk => {
      const full: ColumnBatch[] = []
      for (let from = 0; from < chunk.length; ) {
        const to = Math.min(chunk.length, from + STEP_ROWS - (rows % STEP_ROWS))
        slices.push({ of: chunk, from, to })
        rows += to - from
        bytes += bytesOf(fields, chunk, from, to)
        from = to
        if (rows === MAX_BATCH_ROWS || (rows % STEP_ROWS === 0 && bytes >= MAX_BATCH_BYTES))
          full.push(flush())
      }
      return full
    },
    end: () => (rows > 0 ? [flush()] : []),
  }
}
