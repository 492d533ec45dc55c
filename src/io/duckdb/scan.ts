// The table function `partita_batches('id')`: SQL reads batches of this process. DuckDB calls back on this thread, one
// call at a time, for up to 2048 rows and the columns that it wants.

import duckdb, { type Connection } from '@duckdb/node-bindings'
import { PartitaError } from '../../fault.ts'
import type { ColumnBatch } from '../../lineage/batch.ts'
import type { Field } from '../../lineage/data-type.ts'
import { logicalType } from './column-type.ts'
import type { WriteBytes } from './write-strings.ts'
import { vectorWriter, type WriteVector } from './write-vector.ts'

export interface BatchTable {
  readonly fields: readonly Field[]
  /** Called once for each scan; ended early by `return` where the query needs no more. */
  readonly batches: () => Iterable<ColumnBatch>
  /** How many rows, where that is known: joins are planned by it. */
  readonly rows?: number | undefined
}

export interface Scans {
  /** What was thrown while a connection's query scanned, as it was thrown. */
  readonly failureOf: (connection: number) => { readonly error: unknown } | undefined
  /** Ends the scans that a query left open. */
  readonly end: (connection: number) => void
}

export const BATCHES_FUNCTION = 'partita_batches'

interface Bound {
  readonly table: BatchTable
  readonly connection: number
}

class Scan {
  readonly #iterator: Iterator<ColumnBatch>
  #batch: ColumnBatch | undefined
  #at = 0
  readonly columns: readonly number[]
  readonly writers: readonly WriteVector[]
  readonly connection: number

  constructor({ table, connection }: Bound, columns: readonly number[], writeBytes: WriteBytes) {
    this.#iterator = table.batches()[Symbol.iterator]()
    this.columns = columns
    this.writers = columns.map(i => vectorWriter(table.fields[i]!.type, writeBytes))
    this.connection = connection
  }

  /** Undefined at the end. */
  next(
    limit: number,
  ): { readonly batch: ColumnBatch; readonly from: number; readonly to: number } | undefined {
    while (this.#batch === undefined || this.#at === this.#batch.length) {
      const { done, value } = this.#iterator.next()
      if (done === true) return undefined
      this.#batch = value
      this.#at = 0
    }
    const from = this.#at
    this.#at = Math.min(this.#batch.length, from + limit)
    return { batch: this.#batch, from, to: this.#at }
  }

  end(): void {
    this.#batch = undefined
    this.#iterator.return?.()
  }
}

export const registerScans = (
  connection: Connection,
  tables: ReadonlyMap<string, BatchTable>,
  writeBytes: WriteBytes,
): Scans => {
  const failures = new Map<number, { readonly error: unknown }>()
  const open = new Set<Scan>()
  const limit = duckdb.vector_size()

  /** DuckDB hears of an error by its words; whoever asked for the query gets the error itself. */
  const guarded = (connection: number, tell: (message: string) => void, work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!failures.has(connection)) failures.set(connection, { error })
      tell(String(error))
    }
  }

  const scans = duckdb.create_table_function()
  duckdb.table_function_set_name(scans, BATCHES_FUNCTION)
  duckdb.table_function_add_parameter(scans, duckdb.create_logical_type(duckdb.Type.VARCHAR))
  duckdb.table_function_supports_projection_pushdown(scans, true)
  duckdb.table_function_set_bind(scans, info => {
    const id = duckdb.get_varchar(duckdb.bind_get_parameter(info, 0))
    const connection = duckdb.client_context_get_connection_id(duckdb.table_function_get_client_context(info))
    guarded(
      connection,
      message => duckdb.bind_set_error(info, message),
      () => {
        const table = tables.get(id)
        if (table === undefined)
          throw new PartitaError('PLAN', `There are no batches of the name ${JSON.stringify(id)}.`)
        for (const { name, type } of table.fields)
          duckdb.bind_add_result_column(info, name, logicalType(type))
        if (table.rows !== undefined) duckdb.bind_set_cardinality(info, table.rows, true)
        duckdb.bind_set_bind_data(info, { table, connection } satisfies Bound)
      },
    )
  })
  duckdb.table_function_set_init(scans, info => {
    const bound = duckdb.init_get_bind_data(info) as Bound
    guarded(
      bound.connection,
      message => duckdb.init_set_error(info, message),
      () => {
        const columns = Array.from({ length: duckdb.init_get_column_count(info) }, (_, i) =>
          duckdb.init_get_column_index(info, i),
        )
        const scan = new Scan(bound, columns, writeBytes)
        open.add(scan)
        duckdb.init_set_init_data(info, scan)
        // In the order of the batches, whatever the threads.
        duckdb.init_set_max_threads(info, 1)
      },
    )
  })
  duckdb.table_function_set_function(scans, (info, output) => {
    const scan = duckdb.function_get_init_data(info) as Scan
    guarded(
      scan.connection,
      message => duckdb.function_set_error(info, message),
      () => {
        const rows = open.has(scan) ? scan.next(limit) : undefined
        if (rows === undefined) {
          open.delete(scan)
          duckdb.data_chunk_set_size(output, 0)
          return
        }
        const { batch, from, to } = rows
        for (const [i, column] of scan.columns.entries())
          scan.writers[i]!(duckdb.data_chunk_get_vector(output, i), batch.columns[column]!, from, to)
        duckdb.data_chunk_set_size(output, to - from)
      },
    )
  })
  duckdb.register_table_function(connection, scans)

  return {
    failureOf: connection => failures.get(connection),
    end: connection => {
      failures.delete(connection)
      for (const scan of open)
        if (scan.connection === connection) {
          open.delete(scan)
          scan.end()
        }
    },
  }
}
