// Records as columns: some at a time, so that their objects die young.

import { encodeBatch } from '../codec/batch.ts'
import { batchWriter } from '../codec/batch-rows.ts'
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
