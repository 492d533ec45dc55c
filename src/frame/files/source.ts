// What a source is to a query that is about to run.

import type { PartitaError } from '../../fault.ts'
import { quoteName, sqlType } from '../../io/duckdb/sql-type.ts'
import type { Field } from '../../lineage/data-type.ts'

export interface Source {
  /** What stands after FROM. */
  readonly sql: string
  readonly fields: readonly Field[]
  /** A better word for why a query over it failed. */
  readonly explain?: ((error: PartitaError) => Promise<PartitaError>) | undefined
  /** Brings its rows, where they are not there yet. */
  readonly prepare?: (() => Promise<void>) | undefined
  /** Frees what the query read. */
  readonly free?: (() => void) | undefined
}

/** Columns without a row. */
export const emptyTable = (fields: readonly Field[]): string =>
  `(SELECT ${fields.map(({ name, type }) => `CAST(NULL AS ${sqlType(type)}) AS ${quoteName(name)}`).join(', ')} WHERE false)`
