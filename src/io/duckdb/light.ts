// The DuckDB of one thread: it reads and writes Parquet where a task, or the cutting of a source, needs it.

import { type Database, openDatabase } from './database.ts'
import { type UnderWay, underWay } from './under-way.ts'

/** One row group of a file and what is made of it; no sort or join runs here. */
const MEMORY = 512 * 2 ** 20

let database: Database | undefined
let announce: ((underWay: UnderWay) => void) | undefined

/** Opened by the first query, and there for as long as the thread. */
export const lightDatabase = (): Database => {
  if (database === undefined) {
    const words = announce && underWay()
    if (words !== undefined) announce?.(words)
    database = openDatabase({ threads: 1, memory: MEMORY, underWay: words })
  }
  return database
}

/** Called once, before this thread first asks DuckDB. */
export const onLightDatabase = (f: (underWay: UnderWay) => void): void => {
  announce = f
}

/** Ends its queries, for good. */
export const haltLightDatabase = async (): Promise<void> => {
  await database?.close()
}
