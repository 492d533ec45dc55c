// Records as columns: some at a time, so that their objects die young.

import { encodeBatch } from '../codec/batch.ts'
import { batchWriter } from '../codec/batch-rows.ts'
import { columnWriter } from '../codec/write-column.ts'
import type { ExtendedBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { OpenSink, RowBatch } from './open-sink.ts'
import type { Site } from './program.ts'

/** Records to a batch. */
const ROWS = 8192

export const batchSink = (fields: readonly Field[], site: Site): OpenSink => {
  const write = batchWriter(fields)
  const batches: RowBatch[] = []
  let rows: unknown[] = []
  let before = 0
  const flush = (): void => {
    batches.push({ rows: rows.length, bytes: encodeBatch(fields, write(rows, before)) })
    before += rows.length
    rows = []
  }
  const push = (record: unknown): void => {
    if (rows.push(record) === ROWS) flush()
  }
  const out = { recordsIn: 0, recordsOut: 0, push }
  return {
    exit: 'push',
    lasting: true,
    site,
    out,
    finish: () => {
      if (rows.length > 0) flush()
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
    batches.push({ rows: batch.length, bytes: encodeBatch(fields, whole) })
    before += batch.length
  }
  const out = { recordsIn: 0, recordsOut: 0, push }
  return { exit: 'push', lasting: true, site, out, finish: () => ({ batches }) }
}
