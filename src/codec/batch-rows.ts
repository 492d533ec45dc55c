// Batches ↔ rows: plain objects, a field a column.
//
//   const read = rowReader(fields, ['zone', 'fare'])     // only these are decoded
//   read(batch)                                           // [{ zone: 7, fare: 12.5 }, …]
//   read(batch, { from: 0, to: 1024, firstRecord: 122_880 })
//   const write = batchWriter(fields)
//   write(rows)                                           // a ColumnBatch
//
// Values: int8…uint32, float32, float64 are numbers, int64 and uint64 bigints, date (midnight UTC) and timestamp Dates,
// decimals exact strings, binary a Uint8Array, list an array, struct an object, map a Map, SQL's null is null. Coming in,
// a missing field of a nullable column is null, an integer number will do for int64, and a number or bigint for a decimal.
// What a type cannot hold exactly is refused with code DATA: a string with half a surrogate pair, a fraction for an integer,
// a time of day for a date; −0 becomes 0 in an integer column, and float32 rounds.

import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import { rowAppender } from './append-rows.ts'
import { fieldPath, type Where } from './misfit.ts'
import { columnReader } from './read-column.ts'
import { rowMaker } from './row-maker.ts'

export interface ReadOptions {
  /** Rows `from` up to `to`; default all. */
  readonly from?: number
  readonly to?: number
  /** Which record of its partition the batch begins with, for errors. Default 0. */
  readonly firstRecord?: number
}

export type Row = Readonly<Record<string, unknown>>
export type ReadRows = (batch: ColumnBatch, options?: ReadOptions) => Row[]
export type WriteBatch = (rows: readonly unknown[], firstRecord?: number) => ColumnBatch

/**
 * @param names the fields that rows have, in this order; default all
 * @throws PartitaError PLAN where two fields have one name, or a name is no field's; when reading, DATA
 */
export const rowReader = (fields: readonly Field[], names?: readonly string[]): ReadRows => {
  refuseTwins(fields)
  const columns = (names ?? fields.map(({ name }) => name)).map(name => {
    const index = fields.findIndex(field => field.name === name)
    if (index < 0) throw new PartitaError('PLAN', `There is no field ${JSON.stringify(name)}.`)
    return { name, index, read: columnReader(fields[index]!.type) }
  })
  const make = rowMaker(columns.map(({ name }) => name))
  return (batch, { from = 0, to = batch.length, firstRecord = 0 } = {}) =>
    make(
      to - from,
      columns.map(({ name, index, read }) =>
        read(batch.columns[index]!, from, to, whereIn(name, firstRecord)),
      ),
    ) as Row[]
}

/** @throws PartitaError PLAN where two fields have one name; when writing, DATA naming record and field */
export const batchWriter = (fields: readonly Field[]): WriteBatch => {
  refuseTwins(fields)
  const appender = rowAppender(fields)
  return (rows, firstRecord = 0) => {
    const { append, take } = appender(rows.length, firstRecord)
    for (const row of rows) append(row)
    return take()
  }
}

const whereIn = (name: string, firstRecord: number): Where => {
  const path = fieldPath('', name)
  return row => ({ record: firstRecord + row, path })
}

const refuseTwins = (fields: readonly Field[]): void => {
  const names = fields.map(({ name }) => name)
  const twin = names.find((name, i) => names.indexOf(name) !== i)
  if (twin !== undefined)
    throw new PartitaError('PLAN', `Two fields have the name ${JSON.stringify(twin)}: a row holds one.`, {
      hint: 'rename one of them',
    })
}
