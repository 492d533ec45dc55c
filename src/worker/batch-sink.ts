// Records as columns: some thousand to a batch.

import { crc32 } from 'node:zlib'
import { rowAppender } from '../codec/append-rows.ts'
import { encodeBatch } from '../codec/batch.ts'
import { columnWriter } from '../codec/write-column.ts'
import type { ColumnBatch, ExtendedBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { OpenSink, RowBatch } from './open-sink.ts'
import type { Site } from './program.ts'

/** Records to a batch. */
const ROWS = 8192

const encoded = (fields: readonly Field[], batch: ColumnBatch): RowBatch => {
  const bytes = encodeBatch(fields, batch)
  return { rows: batch.length, bytes, checksum: crc32(bytes) }
}

export const batchSink = (fields: readonly Field[], site: Site): OpenSink => {
  const { append, take } = rowAppender(fields)(ROWS)
  const batches: RowBatch[] = []
  let rows = 0
  const flush = (): void => {
    batches.push(encoded(fields, take()))
    rows = 0
  }
  const push = (record: unknown): void => {
    append(record)
    if (++rows === ROWS) flush()
  }
  const out = { recordsIn: 0, recordsOut: 0, push }
  return {
    exit: 'push',
    lasting: true,
    site,
    out,
    finish: () => {
      if (rows > 0) flush()
      return { batches }
    },
  }
}

/** Batches as they are, with the columns that were computed beside them. */
export const extendedSink = (fields: readonly Field[], site: Site): OpenSink => {
  const batches: RowBatch[] = []
  let before = 0
  const push = (record: unknown): void => {
    const { batch, added } = record as ExtendedBatch
    const columns = added.map((values, i) => {
      const field = fields[batch.columns.length + i]!
      const where = (index: number) => ({ record: before + index, path: field.name })
      return columnWriter(field)(values as readonly unknown[], where)
    })
    const whole = { length: batch.length, columns: [...batch.columns, ...columns] }
    batches.push(encoded(fields, whole))
    before += batch.length
  }
  const out = { recordsIn: 0, recordsOut: 0, push }
  return { exit: 'push', lasting: true, site, out, finish: () => ({ batches }) }
}
