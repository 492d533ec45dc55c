// A block's body: encoded tables one after the other, each with its length before it. A map task writes one whenever
// enough records are together, a reducer decodes one at a time: neither holds all records as objects.

import { damaged } from '../codec/bytes.ts'
import { decodeColumns, type Table } from '../codec/columns.ts'

/** What a map task has for one reducer; undefined where it has nothing. */
export interface Part {
  readonly rows: number
  readonly body: Uint8Array
}

export const joinTables = (tables: readonly Uint8Array[]): Uint8Array => {
  const body = new Uint8Array(tables.reduce((size, table) => size + 4 + table.length, 0))
  const view = new DataView(body.buffer)
  let at = 0
  for (const table of tables) {
    view.setUint32(at, table.length, true)
    body.set(table, at + 4)
    at += 4 + table.length
  }
  return body
}

export function* splitTables(body: Uint8Array): Generator<Uint8Array, void, undefined> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  for (let at = 0; at < body.length; ) {
    const length = at + 4 <= body.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY
    if (at + 4 + length > body.length) throw damaged('a table is cut')
    yield body.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
}

export function* tablesOf(bodies: Iterable<Uint8Array>): Generator<Table, void, undefined> {
  for (const body of bodies) for (const table of splitTables(body)) yield decodeColumns(table)
}
