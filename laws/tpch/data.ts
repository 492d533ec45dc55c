// The data, the queries and the published answers of TPC-H at scale 0.1, as DuckDB's own extension makes them. The
// extension comes from PyPI, once, into node_modules/.cache.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export const SCALE = 0.1
/** A loadable extension fits one version of DuckDB only: the one that package.json pins. */
const EXTENSION = 'duckdb-extension-tpch==1.5.5'
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/tpch', import.meta.url))

export const TABLES = [
  'customer',
  'lineitem',
  'nation',
  'orders',
  'part',
  'partsupp',
  'region',
  'supplier',
] as const
export type Table = (typeof TABLES)[number]

export interface Query {
  readonly number: number
  readonly sql: string
  /** Lines of fields parted by `|`, the first of them names. */
  readonly answer: string
}

export interface Tpch {
  readonly file: (table: Table) => string
  readonly queries: readonly Query[]
}

export const openTpch = async (): Promise<Tpch> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    await connection.run(`LOAD '${extension()}'`)
    const folder = await tables(connection)
    const rows = await connection.runAndReadAll(
      `SELECT query_nr, query, answer FROM tpch_queries() JOIN tpch_answers() USING (query_nr)
       WHERE scale_factor = ${SCALE} ORDER BY query_nr`,
    )
    const queries = rows
      .getRows()
      .map(([number, sql, answer]) => ({ number: Number(number), sql: String(sql), answer: String(answer) }))
    return { file: table => join(folder, `${table}.parquet`), queries }
  } finally {
    connection.closeSync()
  }
}

const extension = (): string => {
  const folder = join(CACHE, EXTENSION.replace('==', '-'))
  if (!existsSync(folder)) {
    const fresh = `${folder}.${process.pid}`
    const python = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--root-user-action=ignore',
      '--no-deps',
      '--target',
      fresh,
      EXTENSION,
    ]
    execFileSync('python3', python, { stdio: ['ignore', 'ignore', 'inherit'] })
    renameSync(fresh, folder)
  }
  return join(folder, 'duckdb_extension_tpch/extensions/v1.5.5/tpch.duckdb_extension')
}

const tables = async (connection: DuckDBConnection): Promise<string> => {
  const folder = join(CACHE, `scale-${SCALE}`)
  if (existsSync(folder)) return folder
  const fresh = `${folder}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  await connection.run(`CALL dbgen(sf = ${SCALE})`)
  for (const table of TABLES) await connection.run(`COPY ${table} TO '${join(fresh, table)}.parquet'`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return folder
}
