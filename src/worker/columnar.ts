// Columns as what feeds a loop: rows made a few at a time of the fields that somebody reads, or whole batches of Arrow.

import type { RecordBatch } from '../codec/arrow.ts'
import { decodeBatch, encodedBatch } from '../codec/batch.ts'
import { rowReader } from '../codec/batch-rows.ts'
import { columnReader } from '../codec/read-column.ts'
import type { ColumnBatch, ColumnsView } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { RowForm } from '../lineage/source.ts'
import { batches, type Feed } from './feed.ts'
import type { Site } from './program.ts'

export interface Columnar {
  readonly fields: readonly Field[]
  readonly batches: Iterable<ColumnBatch> | AsyncIterable<ColumnBatch>
  /** A batch is to be read before the next is asked for. */
  readonly passing?: boolean
}

export interface Reading {
  readonly as?: RowForm | undefined
  /** The fields that are read of rows; undefined for all. */
  readonly fields?: readonly string[] | undefined
  readonly site: Site
}

type Records = (batch: ColumnBatch) => Iterable<readonly unknown[]>

export const columnarFeed = async (
  { fields, batches: input, passing }: Columnar,
  reading: Reading,
): Promise<Feed> => {
  const records = await recordsOf(fields, reading)
  if (Symbol.iterator in input) return batches(each(input, records), reading.site)
  const lasting = passing ? copies(fields, input) : input
  return {
    entry: 'batch',
    units: eachLater(reading.as === 'rows' ? input : lasting, records),
    site: reading.site,
    gather: async () => {
      const gathered: ColumnBatch[] = []
      for await (const batch of lasting) gathered.push(batch)
      return batches(each(gathered, records), reading.site)
    },
  }
}

/** In shared memory: V8 does not count it, and so does not mark the whole heap for a few large arrays. */
async function* copies(fields: readonly Field[], input: AsyncIterable<ColumnBatch>) {
  for await (const batch of input) {
    const { length, into } = encodedBatch(fields, batch)
    const bytes = new Uint8Array(new SharedArrayBuffer(length))
    into(bytes)
    yield decodeBatch(fields, bytes)
  }
}

/** Rows to a unit: they die young, and calls cost nothing. */
const UNIT = 1024

const recordsOf = async (fields: readonly Field[], { as, fields: read }: Reading): Promise<Records> => {
  if (as === 'arrow') {
    const { arrowMaker } = await import('../codec/arrow.ts')
    const made = await arrowMaker(fields)
    return batch => [[made(batch)]]
  }
  if (as === 'columns') return views(fields)
  const wanted = read && new Set(read)
  const names = fields.map(({ name }) => name).filter(name => wanted?.has(name) ?? true)
  const rows = rowReader(fields, names)
  let firstRecord = 0
  return function* (batch) {
    for (let from = 0; from < batch.length; from += UNIT)
      yield rows(batch, { from, to: Math.min(from + UNIT, batch.length), firstRecord })
    firstRecord += batch.length
  }
}

const views = (fields: readonly Field[]): Records => {
  const readers = fields.map(({ type }) => columnReader(type))
  let arrow: Promise<(batch: ColumnBatch) => RecordBatch> | undefined
  let before = 0
  return batch => {
    const first = before
    before += batch.length
    const view: ColumnsView = {
      batch,
      values: (column, from, to) =>
        readers[column]!(batch.columns[column]!, from, to, index => ({
          record: first + index,
          path: fields[column]!.name,
        })),
      arrow: async column => {
        arrow ??= import('../codec/arrow.ts').then(({ arrowMaker }) => arrowMaker(fields))
        return (await arrow)(batch).getChildAt(column)
      },
    }
    return [[view]]
  }
}

function* each(input: Iterable<ColumnBatch>, records: Records) {
  for (const batch of input) yield* records(batch)
}
async function* eachLater(input: AsyncIterable<ColumnBatch>, records: Records) {
  for await (const batch of input) yield* records(batch)
}
