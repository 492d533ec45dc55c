// Questions that reading files asks the database: small answers.

import { rowReader } from '../../codec/batch-rows.ts'
import type { Database, RunOptions } from '../../io/duckdb/database.ts'

export interface Asking {
  readonly database: Database
  readonly options: RunOptions
}

export type Answer = Readonly<Record<string, unknown>>

/** The rows of a query. */
export const ask = async (
  { database, options }: Asking,
  sql: string,
  before?: readonly string[],
): Promise<readonly Answer[]> => {
  const { fields, batches } = await database.query(sql, undefined, { ...options, before })
  const read = rowReader(fields)
  const rows: Answer[] = []
  for await (const batch of batches) rows.push(...read(batch))
  return rows
}
