// `session.read`: files as frames. Nothing is looked at before an action, not even whether they are there.

import { type Call, calling, failure } from '../rdd/call.ts'
import { checkOptions } from '../rdd/check.ts'
import { type Columns, fieldsOf, type Schema, type TypedColumns } from '../rdd/schema.ts'
import { checkMarks } from '../rdd/sources/csv.ts'
import type { DataFrame } from './dataframe.ts'
import type { REJECT } from './files/reject.ts'
import { planNode } from './plan/plan.ts'
import type { BadRows, Reading } from './plan/reading.ts'
import type { Relational } from './relational.ts'
import type { Any } from './types.ts'

interface Declaring<S extends TypedColumns> {
  /** Names and types; a `?` behind the type allows null. */
  readonly schema: S | Schema<S>
}
interface Undeclared {
  readonly schema?: undefined
}

export interface ReadCsv {
  /** Each file begins with a line of names. Default true. */
  readonly header?: boolean | undefined
  /** One character; default `,`. */
  readonly delimiter?: string | undefined
  /** One character; default `"`, which inside quotes is written twice. */
  readonly quote?: string | undefined
  /** The text that stands for null, where it is not quoted; default the empty text. */
  readonly nullText?: string | undefined
  /** Without a schema: the narrowest type that every text of a column is, which takes a reading of all. Default false: text. */
  readonly inferSchema?: boolean | undefined
  /** A row that does not fit is an error (`fail`, the default) or is left out. `keep` gives both: the rows, and a report. */
  readonly onBadRow?: 'fail' | 'drop' | undefined
}
interface Keeping {
  readonly onBadRow: 'keep'
}
/** The rows that fit, and why each of the others does not: its file, line, column, and text. */
export interface Kept<S> {
  readonly rows: DataFrame<S>
  readonly rejects: DataFrame<typeof REJECT>
}

export interface ReadParquet {
  /** Directories named `key=value` give columns, of text unless the schema says otherwise. Default true. */
  readonly hivePartitioning?: boolean | undefined
}

/** Reads files: a path names a file, a directory or a glob. Missing ones reject at the action, with code IO. */
export interface DataFrameReader {
  /**
   * CSV (RFC 4180), read strictly: a row that does not fit rejects with code DATA, naming file, line and column. Without
   * a schema every column is text, by the names in the header, else `_c0`, `_c1` …
   * @example session.read.csv('trips.csv', { schema: { zone: 'int32', fare: 'float64', at: 'timestamp?' } })
   * @example const { rows, rejects } = session.read.csv('dirty.csv', { schema: { zone: 'int32' }, onBadRow: 'keep' })
   */
  csv<const S extends TypedColumns>(
    paths: string | readonly string[],
    options: Omit<ReadCsv, 'onBadRow'> & Declaring<S> & Keeping,
  ): Kept<S>
  csv<S = Any>(
    paths: string | readonly string[],
    options: Omit<ReadCsv, 'onBadRow'> & Undeclared & Keeping,
  ): Kept<S>
  csv<const S extends TypedColumns>(
    paths: string | readonly string[],
    options: ReadCsv & Declaring<S>,
  ): DataFrame<S>
  csv<S = Any>(paths: string | readonly string[], options?: ReadCsv & Undeclared): DataFrame<S>
  /**
   * Parquet. Only the columns and row groups that a query needs are read, and of directories named `key=value` only those
   * that its conditions leave. A schema chooses columns and is checked against the files before the query runs.
   * @example session.read.parquet('trips/*.parquet').where(t => t.fare.gt(10)).count()
   */
  parquet<const S extends TypedColumns>(
    paths: string | readonly string[],
    options: ReadParquet & Declaring<S>,
  ): DataFrame<S>
  parquet<const N extends string>(
    paths: string | readonly string[],
    options: ReadParquet & Undeclared & { readonly columns: readonly N[] },
  ): DataFrame<{ readonly [M in N]: Any }>
  parquet<S = Any>(paths: string | readonly string[], options?: ReadParquet & Undeclared): DataFrame<S>
  /**
   * JSON, an object a line. Without a schema the columns are those of all objects together; objects whose values are of
   * several kinds, and times, are text.
   * @example session.read.json('events.jsonl', { schema: { id: 'int64', at: 'timestamp', tags: { list: 'string' } } })
   */
  json<const S extends TypedColumns>(paths: string | readonly string[], options: Declaring<S>): DataFrame<S>
  json<S = Any>(paths: string | readonly string[], options?: Undeclared): DataFrame<S>
}

interface Schemed {
  readonly schema?: Columns | Schema<Columns> | undefined
}
interface Csv extends Omit<ReadCsv, 'onBadRow'>, Schemed {
  readonly onBadRow?: 'fail' | 'drop' | 'keep' | undefined
}
interface Parquet extends ReadParquet, Schemed {
  readonly columns?: readonly string[] | undefined
}

export const reader = (relational: Relational): DataFrameReader => {
  const files = (call: Call, paths: unknown, options: Schemed | undefined, reading: Reading): DataFrame => {
    const fields = options?.schema === undefined ? undefined : fieldsOf(options.schema)
    if (fields?.length === 0) throw failure(call, 'ARGUMENT', 'takes a schema of at least one column.')
    return relational.frame(
      planNode({ kind: 'files', ...call, paths: pathsIn(call, paths), reading, fields }),
    )
  }
  return Object.freeze({
    csv: (paths: unknown, options: Csv = {}) => {
      const call = calling('read.csv')
      checkOptions(call, options)
      const { header = true, delimiter = ',', quote = '"', nullText = '', inferSchema = false } = options
      checkMarks(call, delimiter, quote)
      const bad = options.onBadRow ?? 'fail'
      if (!['fail', 'drop', 'keep'].includes(bad))
        throw failure(call, 'ARGUMENT', `takes onBadRow as fail, drop or keep, not ${String(bad)}.`)
      for (const [name, value] of Object.entries({ header, inferSchema })) checkBoolean(call, name, value)
      if (typeof nullText !== 'string' || nullText.includes(quote) || nullText.includes(delimiter))
        throw failure(call, 'ARGUMENT', 'takes as nullText a text without delimiter and quote.')
      if (inferSchema && options.schema !== undefined)
        throw failure(call, 'ARGUMENT', 'takes a schema or infers one, not both.')
      const made = (onBadRow: BadRows) =>
        files(call, paths, options, {
          format: 'csv',
          header,
          delimiter,
          quote,
          nullText,
          inferSchema,
          onBadRow,
        })
      return bad === 'keep' ? Object.freeze({ rows: made('drop'), rejects: made('report') }) : made(bad)
    },
    parquet: (paths: unknown, options: Parquet = {}) => {
      const call = calling('read.parquet')
      checkOptions(call, options)
      const { columns, hivePartitioning = true, schema } = options
      checkBoolean(call, 'hivePartitioning', hivePartitioning)
      if (columns !== undefined && schema !== undefined)
        throw failure(call, 'ARGUMENT', 'takes columns or a schema, not both.')
      if (columns !== undefined && !isNames(columns))
        throw failure(call, 'ARGUMENT', 'takes as columns a list of different names.')
      return files(call, paths, options, {
        format: 'parquet',
        hivePartitioning,
        columns: columns && Object.freeze([...columns]),
      })
    },
    json: (paths: unknown, options: Schemed = {}) => {
      const call = calling('read.json')
      checkOptions(call, options)
      return files(call, paths, options, { format: 'json' })
    },
  }) as unknown as DataFrameReader
}

const pathsIn = (call: Call, paths: unknown): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths]
  if (list.length === 0 || !list.every(path => typeof path === 'string' && path !== ''))
    throw failure(call, 'ARGUMENT', 'takes the path of a file, a directory or a glob, or a list of them.')
  return list as readonly string[]
}

const checkBoolean = (call: Call, name: string, value: unknown): void => {
  if (typeof value !== 'boolean')
    throw failure(call, 'ARGUMENT', `takes ${name} as true or false, not ${String(value)}.`)
}

const isNames = (names: unknown): boolean =>
  Array.isArray(names) &&
  names.length > 0 &&
  new Set(names).size === names.length &&
  names.every(name => typeof name === 'string' && name !== '')
