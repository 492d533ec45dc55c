// Parquet files as a table. Which row groups and files a query reads is the database's part: its filters go down to them.

import { isDeepStrictEqual } from 'node:util'
import { quoteFile, quoteName, quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import { parquetFiles } from '../../io/parquet.ts'
import type { InputFile } from '../../io/split.ts'
import type { DataType, Field } from '../../lineage/data-type.ts'
import type { Directories } from '../../lineage/source.ts'
import { failure } from '../../rdd/call.ts'
import { refusing } from '../check/refusing.ts'
import { columnsOf, resolve } from '../check/scope.ts'
import { commonType, sameType, showType } from '../check/typed.ts'
import type { Files } from '../plan/plan.ts'
import type { ParquetReading } from '../plan/reading.ts'
import { type Asking, ask } from './ask.ts'
import { declaredFields, type Found, found, type Key } from './found.ts'
import { emptyTable, type Source } from './source.ts'

export const parquetSource = async (
  node: Files,
  reading: ParquetReading,
  asking: Asking,
): Promise<Source> => {
  const { files, directories, fields, over } = await parquetTable(node, reading, asking)
  const sql = files.length === 0 ? emptyTable(fields) : over(parquetFiles(pathsOf(files), directories))
  return { sql, fields }
}

const pathsOf = (files: readonly InputFile[]): readonly string[] => files.map(({ file }) => file)

export interface ParquetTable {
  readonly files: readonly InputFile[]
  /** The columns that directories give. */
  readonly keys: readonly Key[]
  /** Undefined where they give none. */
  readonly directories: Directories | undefined
  readonly fields: readonly Field[]
  /** The columns that the files have by themselves. */
  readonly there: readonly Field[]
  /** What stands after FROM, over a table that is the rows of the files. */
  readonly over: (table: string) => string
}

/** What was seen at the last action holds for as long as no file changes. */
const looked = new WeakMap<Files, ParquetTable>()

export const parquetTable = async (
  node: Files,
  reading: ParquetReading,
  asking: Asking,
): Promise<ParquetTable> => {
  const now = await found(node, '.parquet')
  const last = looked.get(node)
  if (last !== undefined && isDeepStrictEqual(last.files, now.files)) return last
  const table = await lookInto(node, reading, asking, now)
  looked.set(node, table)
  return table
}

const lookInto = async (
  node: Files,
  { columns, hivePartitioning }: ParquetReading,
  asking: Asking,
  { files, keys }: Found,
): Promise<ParquetTable> => {
  const used = hivePartitioning ? keys : []
  const directories =
    used.length === 0 ? undefined : used.map(key => [key.raw, typeIn(node, key.name)] as const)
  if (files.length === 0)
    return { files, keys: used, directories, fields: declaredFields(node), there: [], over: table => table }
  const from = `FROM ${parquetFiles(pathsOf(files), directories)}`
  const there = await asking.database.describe(from, undefined, {
    ...asking.options,
    // A place in our SQL tells nothing to anybody else.
    wrote: () => undefined,
  })
  const table = { files, keys: used, directories, there }
  const inside = there.filter(({ name }) => !used.some(({ raw }) => raw === name))
  // Those of directories come last, in the order of the path.
  const whole = [
    ...inside,
    ...used.map(({ raw, name }) => ({ ...there.find(field => field.name === raw)!, name })),
  ]
  const scope = columnsOf(whole, node)
  const rawOf = new Map(used.map(({ raw, name }) => [name, raw]))
  const real = (wanted: string) => {
    const { name, sql, type } = resolve(scope, { kind: 'reference', name: wanted }, refusing(node)).column
    return { sql: quoteName(rawOf.get(name) ?? sql), type: type! }
  }
  if (node.fields === undefined) {
    if (columns === undefined && used.length === 0) return { ...table, fields: there, over: table => table }
    const fields = columns?.map(name => ({ name, type: real(name).type, nullable: true })) ?? whole
    return { ...table, fields, over: selection(fields.map(({ name }) => [real(name).sql, name])) }
  }
  const full = await withoutNulls(pathsOf(files), node.fields, asking)
  const items = node.fields.map((field): Item => {
    const { sql, type } = real(field.name)
    const value = sameType(type, field.type) ? sql : widened(node, field, sql, type)
    return [field.nullable || full.has(field.name) ? value : notNull(value, field), field.name]
  })
  return { ...table, fields: node.fields, over: selection(items) }
}

type Item = readonly [sql: string, name: string]

const selection =
  (items: readonly Item[]) =>
  (table: string): string =>
    `(SELECT ${items.map(([sql, name]) => (sql === quoteName(name) ? sql : `${sql} AS ${quoteName(name)}`)).join(', ')} FROM ${table})`

/** Keys of directories are text, '007' too, unless the schema says otherwise. */
const typeIn = ({ fields }: Files, key: string): string => {
  const field = fields?.find(({ name }) => name.toLowerCase() === key.toLowerCase())
  return sqlType(field?.type ?? 'string')
}

/** A type that holds every value of the one in the files. */
const widened = (node: Files, field: Field, sql: string, type: DataType): string => {
  const common = commonType(type, field.type)
  if (common !== undefined && sameType(common, field.type)) return `CAST(${sql} AS ${sqlType(field.type)})`
  throw failure(
    node,
    'PLAN',
    `finds ${showType(type)} in the column ${field.name}, which the schema declares as ${showType(field.type)}.`,
    { hint: `Declare it as ${showType(type)}, and cast it: .cast('${showType(field.type)}').` },
  )
}

const notNull = (sql: string, { name, type }: Field): string =>
  `CASE WHEN ${sql} IS NULL THEN CAST(error(${quoteText(`The column ${name} holds null, and the schema says that it does not.`)}) AS ${sqlType(type)}) ELSE ${sql} END`

/** Of the columns that may not be null those that hold none, by the statistics in the files' footers. */
const withoutNulls = async (
  files: readonly string[],
  fields: readonly Field[],
  asking: Asking,
): Promise<ReadonlySet<unknown>> => {
  if (fields.every(({ nullable }) => nullable)) return new Set()
  const whole = await ask(
    asking,
    `SELECT path_in_schema AS name FROM parquet_metadata([${files.map(quoteFile).join(', ')}])
     GROUP BY 1 HAVING bool_and(coalesce(stats_null_count = 0, false))`,
  )
  return new Set(whole.map(({ name }) => name))
}
