// DuckDB in this process, in memory, set up as partita means it.

import duckdb, { type Connection } from '@duckdb/node-bindings'
import { type Gate, openGate } from './gate.ts'
import { type BatchTable, registerScans, type Scans } from './scan.ts'
import { chooseWriter } from './self-test.ts'
import { spillFolder } from './spill-folder.ts'
import { type Allowance, sqlError } from './sql-error.ts'
import { counted, type UnderWay } from './under-way.ts'

export interface InstanceOptions {
  readonly threads: number
  /** Bytes that DuckDB may hold before it spills. */
  readonly memory: number
  /** What that is, for who runs out of it. */
  readonly allowance?: Allowance | undefined
  /** Where it spills; nowhere if undefined. */
  readonly tempDir?: string | undefined
  /** One scan at a time, by one thread: the rows are in order anyway, and to write them takes a third of the memory. */
  readonly scansOnly?: boolean | undefined
  /** Where a worker tells whoever may end it that DuckDB is at work. */
  readonly underWay?: UnderWay | undefined
}

export interface Instance {
  /** A call that answers late; two at most hold a thread of the file pool. */
  readonly call: Gate['through']
  readonly connect: () => Promise<Connection>
  /** One that did all that it was asked serves the next query, with what was set on it. */
  readonly release: (connection: Connection, reusable: boolean) => void
  /** What `partita_batches` does for the queries. */
  readonly scans: Scans
  /** Bytes that DuckDB may hold. */
  readonly memory: number
  readonly allowance: Allowance | undefined
  readonly close: () => Promise<void>
}

const CALLS = 2

export const openInstance = async (
  { threads, memory, allowance, tempDir, scansOnly = false, underWay }: InstanceOptions,
  tables: ReadonlyMap<string, BatchTable>,
): Promise<Instance> => {
  const spill = tempDir === undefined ? undefined : spillFolder(tempDir)
  const settings: Readonly<Record<string, string>> = {
    threads: String(threads),
    memory_limit: `${Math.floor(memory)}B`,
    temp_directory: spill?.path ?? '',
    errors_as_json: 'true',
    // As Spark orders: nulls are the smallest.
    default_null_order: 'nulls_first_on_asc_last_on_desc',
    preserve_insertion_order: String(!scansOnly),
    // Nothing is fetched behind the user's back.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
  const config = duckdb.create_config()
  for (const [name, value] of Object.entries(settings)) duckdb.set_config(config, name, value)
  const gate = openGate(CALLS)
  const call: Gate['through'] = (work, left) => gate.through(() => counted(underWay, work), left)
  try {
    const database = await counted(underWay, () => duckdb.open(':memory:', config))
    const idle: Connection[] = []
    const connect = async () => idle.pop() ?? (await counted(underWay, () => duckdb.connect(database)))
    const connection = await connect()
    await call(() => duckdb.query(connection, "SET GLOBAL TimeZone = 'UTC'"))
    const scans = registerScans(connection, tables, chooseWriter())
    duckdb.disconnect_sync(connection)
    const release: Instance['release'] = (connection, reusable) => {
      if (reusable && idle.length < CALLS) idle.push(connection)
      else duckdb.disconnect_sync(connection)
    }
    const close = async () => {
      for (const connection of idle) duckdb.disconnect_sync(connection)
      duckdb.close_sync(database)
      await spill?.remove()
    }
    return { call, connect, release, scans, memory, allowance, close }
  } catch (cause) {
    await spill?.remove()
    throw sqlError(cause, undefined, allowance)
  }
}
