// The DuckDB of one thread: it reads and writes Parquet where a task, or the cutting of a source, needs it.

import { type Database, openDatabase } from './database.ts'
import { type UnderWay, underWay } from './under-way.ts'

/** Of the engine's memory, all its threads together may hold so much of Parquet files. */
export const FILES_SHARE = 1 / 6

/** With less not even small files are written. */
const LEAST = 32 * 2 ** 20

let memory = LEAST
let database: Database | undefined
let announce: ((underWay: UnderWay) => void) | undefined

/** What it may hold, of all sessions that say it the largest; to be said before it opens. */
export const allowLightDatabase = (bytes: number): void => {
  memory = Math.max(memory, bytes)
}

/** Opened by the first query, and there for as long as the thread. */
export const lightDatabase = (): Database => {
  if (database === undefined) {
    const words = announce && underWay()
    if (words !== undefined) announce?.(words)
    const allowance = {
      whose: `its part of the session's memory for Parquet files, ${(memory / 2 ** 20).toFixed(0)} MiB`,
      hint: "Raise the session's `memory`, use fewer workers, read fewer columns, or write files of smaller row groups.",
    }
    database = openDatabase({ threads: 1, scansOnly: true, memory, allowance, underWay: words })
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
