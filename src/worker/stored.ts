// A persisted partition as bytes: tables of few records each, so that a reader decodes one at a time and its objects
// die young; sealed, so that a damaged one is made again.

import { openBlock, sealBlock } from '../codec/block.ts'
import { decode, encode } from '../codec/codec.ts'
import { PartitaError } from '../fault.ts'
import { joinTables, splitTables } from '../shuffle/body.ts'
import type { StoredPlace } from './program.ts'

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

const headerOf = ({ rdd, partition }: StoredPlace) => ({
  shuffle: `rdd ${rdd}`,
  mapIndex: partition,
  reducer: 0,
})

export const sealStored = (place: StoredPlace, attempt: number, rows: number, body: Uint8Array): Uint8Array =>
  sealBlock({ ...headerOf(place), attempt, rows }, body)

/** @throws PartitaError FETCH_FAILED whose cause is the place */
export const openStored = (place: StoredPlace, read: () => Uint8Array): Uint8Array => {
  try {
    return openBlock(read(), headerOf(place), `Persisted partition ${place.partition}`).body
  } catch (error) {
    throw new PartitaError('FETCH_FAILED', (error as Error).message, { cause: place })
  }
}
