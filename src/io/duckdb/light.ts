// The DuckDB of one thread: it reads and writes Parquet where a task, or the cutting of a source, needs it.

import { type Database, openDatabase } from './database.ts'

/** One row group of a file and what is made of it; no sort or join runs here. */
const MEMORY = 512 * 2 ** 20

let database: Database | undefined

/** Opened by the first query, and there for as long as the thread. */
export const lightDatabase = (): Database => {
  database ??= openDatabase({ threads: 1, memory: MEMORY })
  return database
}
