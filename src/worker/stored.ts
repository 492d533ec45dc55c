// A persisted partition as bytes: tables of few records each, so that a reader decodes one at a time and its objects
// die young.

import { decode, encode } from '../codec/codec.ts'
import { joinTables, splitTables } from '../shuffle/body.ts'

/** Records to a table. */
const TABLE = 4096

export const encodeStored = (records: readonly unknown[]): Uint8Array => {
  const tables: Uint8Array[] = []
  for (let from = 0; from < records.length; from += TABLE)
    tables.push(encode(records.slice(from, from + TABLE)))
  return joinTables(tables)
}

export function* decodeStored(bytes: Uint8Array): Generator<unknown[], void, undefined> {
  for (const table of splitTables(bytes)) yield decode(table)
}
