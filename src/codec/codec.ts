// Values that cross a border: batches of records ↔ bytes. Flat records become columns, everything else is written value
// by value; sharing and cycles within one record are kept, between records they are not. What would not arrive as it is
// is refused, never flattened; none of the user's code runs. Knows no shuffle and no file. Guarded by laws/codec.

import { damaged } from './bytes.ts'
import { columnOf, valuesOf } from './column.ts'
import { decodeColumns, encodeColumns } from './columns.ts'

/** One self-describing batch. @throws PartitaError DATA naming the path of a value that cannot travel */
export const encode = (records: readonly unknown[]): Uint8Array =>
  encodeColumns([columnOf(records)], records.length)

/** @throws PartitaError DATA where the bytes are not what `encode` wrote */
export const decode = (bytes: Uint8Array): unknown[] => {
  const { columns } = decodeColumns(bytes)
  if (columns.length !== 1) throw damaged(`a batch has 1 column, not ${columns.length}`)
  const values = valuesOf(columns[0]!)
  return Array.isArray(values) ? values : Array.from(values)
}
