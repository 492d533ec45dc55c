// A query as DuckDB's own syntax tree, plain JSON: out of the database and back into it as SQL.

import { rowReader } from '../../codec/batch-rows.ts'
import { PartitaError } from '../../fault.ts'
import type { Database, RunOptions } from '../../io/duckdb/database.ts'
import { sqlLiteral } from '../sql/literal.ts'

export type Tree = { [key: string]: unknown }

export interface Statement {
  readonly node: Tree
  readonly named_param_map: unknown
}

export const isTree = (x: unknown): x is Tree => typeof x === 'object' && x !== null && !Array.isArray(x)

/** Integers that a double does not hold stay texts, marked so, until they are JSON again. */
const MARK = '\u0000'
const LONG = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]{15,}/g

export const parseJson = (text: string): Tree =>
  JSON.parse(text.replaceAll(LONG, token => (token.startsWith('"') ? token : `"\\u0000${token}"`)))

export const toJson = (tree: unknown): string =>
  JSON.stringify(tree).replaceAll(
    new RegExp(`"${JSON.stringify(MARK).slice(1, -1).replace('\\', '\\\\')}([^"]*)"`, 'g'),
    '$1',
  )

const ask = async (database: Database, sql: string, options: RunOptions): Promise<string> => {
  const { fields, batches } = await database.query(sql, undefined, { ...options, follow: undefined })
  const read = rowReader(fields)
  for await (const batch of batches) for (const row of read(batch)) return String(row.value)
  throw new PartitaError('INTERNAL', 'The database gave no syntax tree.')
}

/** The statement of a text. Of what it cannot parse the database tells when the text runs: undefined. */
export const statementOf = async (
  text: string,
  database: Database,
  options: RunOptions,
): Promise<Statement | undefined> => {
  const sql = `SELECT CAST(json_serialize_sql(${sqlLiteral(text)}) AS VARCHAR) AS value`
  const { error, statements } = parseJson(await ask(database, sql, options)) as {
    readonly error: boolean
    readonly statements?: readonly Statement[]
  }
  return error || statements?.length !== 1 ? undefined : statements[0]
}

export const textOf = (statement: Statement, database: Database, options: RunOptions): Promise<string> => {
  const json = toJson({ error: false, statements: [statement] })
  return ask(database, `SELECT json_deserialize_sql(${sqlLiteral(json)}) AS value`, options)
}
