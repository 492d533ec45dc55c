// What the session offers of DataFrames. Light: the database opens at the first query.

import type { ArrowVector, Table } from '../codec/arrow.ts'
import { openDatabase } from '../io/duckdb/database.ts'
import type { Field } from '../lineage/data-type.ts'
import { calling, failure } from '../rdd/call.ts'
import type { Driver, RDD } from '../rdd/rdd.ts'
import {
  type Columns,
  fieldsOf,
  type Schema,
  type TypedColumn,
  type TypedColumns,
  type Value,
} from '../rdd/schema.ts'
import { toDF } from './bridge/from-rdd.ts'
import type { Column } from './column.ts'
import type { DataFrame } from './dataframe.ts'
import { makeFrame } from './frame.ts'
import { type ColumnsFor, registerFunction, type UdfOptions } from './functions/udf.ts'
import { type Inferred, inferred } from './infer.ts'
import { type DataFrameReader, reader } from './read.ts'
import type { Relational } from './relational.ts'
import { arrowNode, isArrowTable, rowsNode } from './rows.ts'
import { following } from './run/follow.ts'
import { sql } from './sql-query.ts'
import type { Any } from './types.ts'
import { openViews, viewNamed } from './views.ts'

declare module '../rdd/rdd.ts' {
  interface RDDExtension {
    /**
     * A DataFrame of the records: plain objects, their columns by the schema, else by the first 100 of them (numbers are
     * float64). An action of it runs this RDD's job; a record that does not fit rejects with code DATA and is named.
     * @example
     * const counts = session.textFile('logs/*.txt').map(line => ({ host: line.split(' ')[0], bytes: line.length }))
     * await counts.toDF({ host: 'string', bytes: 'int32' }).groupBy('host').sum('bytes').show()
     */
    toDF<const S extends TypedColumns>(schema: S | Schema<S>): DataFrame<S>
    toDF<R extends object>(this: RDD<R>): DataFrame<Inferred<R>>
  }
}

declare module '../rdd/session.ts' {
  interface SessionExtension {
    /**
     * A DataFrame of rows: plain objects, their columns by the schema, else by the values (numbers are float64); or of a
     * table of Arrow, whose columns are read in place.
     * @example session.createDataFrame([{ zone: 1, fare: 12.5 }], { zone: 'int32', fare: 'float64' })
     */
    createDataFrame<const S extends TypedColumns>(
      rows: Iterable<Readonly<Record<string, unknown>>>,
      schema: S | Schema<S>,
    ): DataFrame<S>
    createDataFrame<S = Any>(table: Table): DataFrame<S>
    createDataFrame<R extends object>(rows: Iterable<R>): DataFrame<Inferred<R>>
    /** Files as DataFrames. */
    readonly read: DataFrameReader
    /**
     * A query in DuckDB's SQL, over views, files (`FROM 'trips.parquet'`) and values. Parameters are bound: `?` and `$1`
     * by an array, `$name` by an object. Views are those of the moment of the call. Runs with an action; then unknown
     * names reject with code PLAN and their place in the text.
     * @example
     * session.createDataFrame([{ zone: 1, fare: 12.5 }]).createOrReplaceTempView('trips')
     * session.sql('SELECT zone, sum(fare) AS revenue FROM trips WHERE fare > $least GROUP BY zone', { least: 10 })
     */
    sql<S = Any>(
      text: string,
      parameters?: readonly unknown[] | Readonly<Record<string, unknown>>,
    ): DataFrame<S>
    /**
     * Gives SQL a function of yours; what comes back is the function of columns that `udf` would give. One of the same name
     * is replaced, for queries to come. In SQL it is called once for each different combination of arguments, so it must
     * give the same for the same.
     * @throws PartitaError ARGUMENT for what is no name, no function or no type
     * @example
     * session.registerFunction('initials', (name: string) => name.replace(/[^A-Z]/g, ''), 'string')
     * session.sql('SELECT initials(name) FROM people')
     */
    registerFunction<A extends readonly unknown[], const U extends TypedColumn>(
      name: string,
      f: (...values: A) => Promise<Value<U>>,
      type: U,
      options: UdfOptions & { readonly concurrency: number },
    ): (...columns: ColumnsFor<A>) => Column<U>
    registerFunction<const U extends TypedColumn>(
      name: string,
      f: (...columns: ArrowVector[]) => Iterable<Value<U>> | ArrayLike<Value<U>>,
      type: U,
      options: UdfOptions & { readonly columns: true },
    ): (...columns: readonly (Column | string)[]) => Column<U>
    registerFunction<A extends readonly unknown[], const U extends TypedColumn>(
      name: string,
      f: (...values: A) => Value<U>,
      type: U,
      options?: UdfOptions,
    ): (...columns: ColumnsFor<A>) => Column<U>
    /**
     * The frame that a view names.
     * @throws PartitaError PLAN where there is no such view
     */
    table<S = Any>(name: string): DataFrame<S>
    /** The names of all views. */
    views(): readonly string[]
    /** Whether there was one; queries that were made of it stay as they are. */
    dropTempView(name: string): boolean
  }
}

export interface RelationalSettings {
  readonly splitBytes: number
  readonly maxResultBytes: number
  readonly threads: number
  readonly memory: number
  readonly tempDir: string
}

/** The session's part in frames, and how it ends. */
export const relationalSession = (driver: Driver, settings: RelationalSettings) => {
  const allowance = {
    whose: `its part of the session's memory for queries, ${(settings.memory / 2 ** 20).toFixed(0)} MiB`,
    hint: "Raise the session's `memory`, or give `tempDir` more room to spill.",
  }
  const database = openDatabase({ ...settings, allowance })
  const relational: Relational = Object.freeze({
    driver,
    database,
    follow: following(driver),
    views: openViews(),
    splitBytes: settings.splitBytes,
    maxResultBytes: settings.maxResultBytes,
    functions: new Map(),
    frame: plan => makeFrame(plan, relational),
  } satisfies Relational)
  return {
    members: {
      createDataFrame: createDataFrame(relational),
      read: reader(relational),
      sql: sql(relational),
      registerFunction: registerFunction(relational),
      table: (name: string) => relational.frame(viewNamed(calling('table'), relational.views, name).plan),
      views: () => relational.views.list().map(({ name }) => name),
      dropTempView: relational.views.drop,
    },
    toDF: (rdd: RDD<unknown>, schema?: unknown) =>
      toDF(relational)(rdd, schema as Columns | Schema<Columns> | undefined),
    close: database.close,
  }
}

const createDataFrame =
  (relational: Relational) =>
  (
    rows: Iterable<Readonly<Record<string, unknown>>> | Table,
    schema?: Columns | Schema<Columns>,
  ): DataFrame => {
    const call = calling('createDataFrame')
    if (isArrowTable(rows)) {
      if (schema !== undefined)
        throw failure(call, 'ARGUMENT', 'takes no schema beside a table of Arrow, which has one.', {
          hint: "Cast its columns: .withColumn('x', t => t.x.cast('int32')).",
        })
      return relational.frame(arrowNode(call, relational.database, rows))
    }
    if (typeof rows !== 'object' || rows === null || !(Symbol.iterator in rows))
      throw failure(call, 'ARGUMENT', 'takes an array of rows, or another iterable of them.')
    const all = [...rows]
    const fields: readonly Field[] = schema === undefined ? inferred(call, all) : fieldsOf(schema)
    return relational.frame(rowsNode(call, relational.database, fields, all))
  }
