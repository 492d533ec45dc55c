// What a statement gives: its fields in our types, and the SQL that makes its columns lie as these say.

import duckdb, { type LogicalType, type PreparedStatement, type Result } from '@duckdb/node-bindings'
import type { Field } from '../../lineage/data-type.ts'
import { borderType } from './column-type.ts'
import { withoutEnd } from './sql-end.ts'
import { quoteName, sqlType } from './sql-type.ts'

export interface Border {
  readonly fields: readonly Field[]
  /** Indexes of the columns that must be cast before they lie as their field says. */
  readonly inexact: readonly number[]
}

/** Undefined where a type is known only once parameters are bound. */
export const borderOf = (statement: PreparedStatement): Border | undefined =>
  border(
    duckdb.prepared_statement_column_count(statement),
    i => duckdb.prepared_statement_column_name(statement, i),
    i => duckdb.prepared_statement_column_logical_type(statement, i),
  )

export const borderOfResult = (result: Result): Border | undefined =>
  border(
    duckdb.column_count(result),
    i => duckdb.column_name(result, i),
    i => duckdb.column_logical_type(result, i),
  )

const border = (
  count: number,
  name: (i: number) => string,
  type: (i: number) => LogicalType,
): Border | undefined => {
  const fields: Field[] = []
  const inexact: number[] = []
  for (let i = 0; i < count; i++) {
    const known = borderType(type(i))
    if (known === undefined) return undefined
    fields.push({ name: name(i), type: known.type, nullable: true })
    if (!known.exact) inexact.push(i)
  }
  return { fields, inexact }
}

/** A query whose columns lie as the fields say. */
export const casting = (sql: string, { fields, inexact }: Border) => {
  // By position, where names come twice.
  const unique = new Set(fields.map(({ name }) => name.toLowerCase())).size === fields.length
  const names = fields.map(({ name }, i) => quoteName(unique ? name : `column ${i + 1}`))
  const columns = fields.map(({ type }, i) =>
    inexact.includes(i) ? `CAST(${names[i]} AS ${sqlType(type)}) AS ${names[i]}` : names[i],
  )
  const prefix = `SELECT ${columns.join(', ')} FROM (`
  return {
    sql: `${prefix}${withoutEnd(sql)}\n) AS t(${names.join(', ')})`,
    prefix: Buffer.byteLength(prefix),
  }
}
