// What an action brings to the driver has a limit: a result that is too large is an error and not the end of the process.

import { bytesOf } from '../../codec/concat.ts'
import type { QueryResult } from '../../io/duckdb/database.ts'
import type { ColumnBatch } from '../../lineage/batch.ts'
import { type Call, failure } from '../../rdd/call.ts'
import type { Self } from '../relational.ts'

/** The batches, as long as all of them together are within the session's maxResultBytes. */
export async function* withinLimit(
  call: Call,
  { relational: { maxResultBytes } }: Self,
  { fields, batches }: QueryResult,
): AsyncGenerator<ColumnBatch> {
  let bytes = 0
  for await (const batch of batches) {
    bytes += bytesOf(fields, batch, 0, batch.length)
    if (bytes > maxResultBytes)
      throw failure(call, 'OUT_OF_MEMORY', `brings back more than maxResultBytes: ${maxResultBytes}.`, {
        hint: 'Aggregate or limit the rows, write them to files, read them one by one (toLocalIterator), or raise maxResultBytes.',
      })
    yield batch
  }
}
