// A part in Parquet: records become columns as they come, and the DuckDB of this thread writes the file at the end.

import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { batchWriter } from '../codec/batch-rows.ts'
import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { ParquetSink } from '../lineage/sink.ts'
import { lightDatabase } from './duckdb/light.ts'
import { quoteText } from './duckdb/sql-type.ts'
import type { PartWriter } from './part-file.ts'

/** Records to a batch: their objects die young. */
const ROWS = 8192

let tables = 0

export const parquetWriter = (path: string, { fields }: ParquetSink): PartWriter => {
  const toBatch = batchWriter(fields)
  const batches: ColumnBatch[] = []
  let rows: unknown[] = []
  let records = 0
  const flush = (): void => {
    batches.push(toBatch(rows, records))
    records += rows.length
    rows = []
  }
  let open = true
  return {
    write: record => {
      if (rows.push(record) === ROWS) flush()
    },
    close: async () => {
      if (rows.length > 0) flush()
      const database = lightDatabase()
      const table = `part${++tables}`
      database.registerBatches(table, { fields, batches: () => batches, rows: records })
      try {
        await database.execute(
          `COPY (FROM partita_batches(${quoteText(table)})) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
        )
      } catch (cause) {
        if (!(cause instanceof PartitaError) || cause.code !== 'IO') throw cause
        throw new PartitaError('OUTPUT', `Cannot write ${path}: ${cause.message}`, { cause })
      } finally {
        database.forgetBatches(table)
      }
      bringToDisk(path)
      open = false
      return { file: basename(path), records, bytes: statSync(path).size }
    },
    abort: () => {
      if (open) rmSync(path, { force: true })
    },
  }
}

const bringToDisk = (path: string): void => {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
