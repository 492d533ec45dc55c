// What the session offers of DataFrames. Light: the database opens at the first query.

import { openDatabase } from '../io/duckdb/database.ts'
import type { Field } from '../lineage/data-type.ts'
import { calling, failure } from '../rdd/call.ts'
import type { Driver } from '../rdd/rdd.ts'
import { type Columns, fieldsOf, type Schema, type TypedColumns } from '../rdd/schema.ts'
import type { DataFrame } from './dataframe.ts'
import { makeFrame } from './frame.ts'
import { type Inferred, inferred } from './infer.ts'
import type { Relational } from './relational.ts'
import { rowsNode } from './rows.ts'

declare module '../rdd/session.ts' {
  interface SessionExtension {
    /**
     * A DataFrame of rows: plain objects, their columns by the schema, else by the values (numbers are float64).
     * @example session.createDataFrame([{ zone: 1, fare: 12.5 }], { zone: 'int32', fare: 'float64' })
     */
    createDataFrame<const S extends TypedColumns>(
      rows: Iterable<Readonly<Record<string, unknown>>>,
      schema: S | Schema<S>,
    ): DataFrame<S>
    createDataFrame<R extends object>(rows: Iterable<R>): DataFrame<Inferred<R>>
  }
}

export interface RelationalSettings {
  readonly threads: number
  readonly memory: number
  readonly tempDir: string
}

/** The session's part in frames, and how it ends. */
export const relationalSession = (driver: Driver, settings: RelationalSettings) => {
  const database = openDatabase(settings)
  const relational: Relational = Object.freeze({
    driver,
    database,
    found: new WeakMap(),
    frame: plan => makeFrame(plan, relational),
  } satisfies Relational)
  return {
    members: { createDataFrame: createDataFrame(relational) },
    close: database.close,
  }
}

const createDataFrame =
  (relational: Relational) =>
  (rows: Iterable<Readonly<Record<string, unknown>>>, schema?: Columns | Schema<Columns>): DataFrame => {
    const call = calling('createDataFrame')
    if (typeof rows !== 'object' || rows === null || !(Symbol.iterator in rows))
      throw failure(call, 'ARGUMENT', 'takes an array of rows, or another iterable of them.')
    const all = [...rows]
    const fields: readonly Field[] = schema === undefined ? inferred(call, all) : fieldsOf(schema)
    return relational.frame(rowsNode(call, relational.database, fields, all))
  }
