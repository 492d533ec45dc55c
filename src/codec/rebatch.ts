// Chunks as they come into batches. Where a batch ends hangs on rows and their bytes only, never on how the rows were
// cut into chunks, which hangs on threads.

import type { ColumnBatch } from '../lineage/batch.ts'
import type { FieldType } from '../lineage/data-type.ts'
import { bytesOf, concatBatches } from './concat.ts'
import { GrowingBatch } from './growing.ts'

/** As many as DuckDB keeps in a row group. */
export const MAX_BATCH_ROWS = 122_880
const MAX_BATCH_BYTES = 64 * 2 ** 20
/** A batch that is full of bytes ends at a multiple of so many rows. */
const STEP_ROWS = 2048

export interface Rebatch {
  /** The batches that become full. */
  readonly add: (chunk: ColumnBatch) => Iterable<ColumnBatch>
  /** The rows that are left. */
  readonly end: () => Iterable<ColumnBatch>
}

/** With `passing` a batch may be read until the next is asked for: its memory is used again. */
export const rebatch = (fields: readonly FieldType[], passing = false): Rebatch => {
  const growing = new GrowingBatch(fields)
  let rows = 0
  let bytes = 0
  function* flush(): Generator<ColumnBatch> {
    const batch = growing.view()
    yield passing ? batch : concatBatches(fields, [{ of: batch, from: 0, to: rows }])
    growing.clear()
    rows = 0
    bytes = 0
  }
  return {
    add: function* (chunk) {
      for (let from = 0; from < chunk.length; ) {
        const to = Math.min(chunk.length, from + STEP_ROWS - (rows % STEP_ROWS))
        growing.append(chunk, from, to)
        rows += to - from
        bytes += bytesOf(fields, chunk, from, to)
        from = to
        if (rows === MAX_BATCH_ROWS || (rows % STEP_ROWS === 0 && bytes >= MAX_BATCH_BYTES)) yield* flush()
      }
    },
    end: function* () {
      if (rows > 0) yield* flush()
    },
  }
}
