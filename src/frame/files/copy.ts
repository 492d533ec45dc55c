// The statement that writes the rows of a query to files, in a directory that nobody sees yet.

import { join } from 'node:path'
import { quoteName, quoteText } from '../../io/duckdb/sql-type.ts'
import { partName } from '../../io/part-file.ts'
import type { Field } from '../../lineage/data-type.ts'
import { type Call, failure } from '../../rdd/call.ts'
import { showType } from '../check/typed.ts'
import { csvValue, jsonValue } from './carry.ts'

export interface Writing {
  readonly format: 'csv' | 'json' | 'parquet'
  /** Options of COPY that the format takes, as SQL. */
  readonly options: readonly string[]
  readonly compression: string
  readonly partitionBy: readonly string[]
  readonly targetFileBytes?: number | undefined
}

/** `fields` are the columns of `sql`, by the names that they have there. */
export const copySql = (
  call: Call,
  sql: string,
  fields: readonly Field[],
  dir: string,
  writing: Writing,
): string => {
  const { format, partitionBy, targetFileBytes } = writing
  const inside = fields.filter(({ name }) => !partitionBy.includes(name))
  const keys = fields.filter(({ name }) => partitionBy.includes(name))
  if (inside.length === 0)
    throw failure(call, 'PLAN', 'leaves no column for the files: all of them name directories.')
  for (const key of keys) checkKey(call, key)
  const items = [
    ...itemsOf(call, format, inside),
    ...partitionBy.map(name => keyItem(keys.find(key => key.name === name)!)),
  ]
  const one = partitionBy.length === 0 && targetFileBytes === undefined
  const to = one ? join(dir, partName(0, `.${extensionOf(writing)}`)) : dir
  const options = [
    `FORMAT ${format === 'parquet' ? 'parquet' : 'csv'}`,
    `COMPRESSION ${writing.compression}`,
    ...writing.options,
    ...(partitionBy.length > 0 ? [`PARTITION_BY (${partitionBy.map(quoteName).join(', ')})`] : []),
    ...(targetFileBytes === undefined ? [] : [`FILE_SIZE_BYTES ${targetFileBytes}`]),
    ...(one
      ? []
      : [
          `FILENAME_PATTERN 'part-{i}'`,
          `FILE_EXTENSION ${quoteText(extensionOf(writing))}`,
          'OVERWRITE_OR_IGNORE true',
        ]),
  ]
  return `COPY (SELECT ${items.join(', ')} FROM (${sql})) TO ${quoteText(to)} (${options.join(', ')})`
}

const extensionOf = ({ format, compression }: Writing): string =>
  format === 'parquet' || compression === 'uncompressed' ? format : `${format}.gz`

const itemsOf = (call: Call, format: Writing['format'], fields: readonly Field[]): readonly string[] => {
  if (format === 'parquet') return fields.map(({ name }) => quoteName(name))
  const carried = fields.map(field => {
    const value = (format === 'csv' ? csvValue : jsonValue)(field, quoteName(field.name))
    if (value === undefined)
      throw failure(
        call,
        'PLAN',
        `cannot write a column of ${showType(field.type)} as ${format}: ${field.name}.`,
        {
          hint: 'Parquet has all types; JSON has lists, structs and maps. Cast it, or drop it.',
        },
      )
    return [field.name, value] as const
  })
  return format === 'csv'
    ? carried.map(([name, value]) => `${value} AS ${quoteName(name)}`)
    : [
        `CAST(json_object(${carried.map(([name, value]) => `${quoteText(name)}, ${value}`).join(', ')}) AS VARCHAR) AS ${quoteName(fields[0]!.name)}`,
      ]
}

/** Values that name directories are text there. */
const checkKey = (call: Call, { name, type }: Field): void => {
  if (type === 'binary' || (typeof type === 'object' && !('decimal' in type)))
    throw failure(call, 'PLAN', `cannot partition by a column of ${showType(type)}: ${name}.`)
}

/** What directories are named for null cannot be text, too. */
const keyItem = (field: Field): string => {
  const { name, type } = field
  const [key, problem] = [
    quoteName(name),
    quoteText(`The column ${name} holds ${HIVE_NULL}, which names what is null.`),
  ]
  // The database says inf and nan, which readers of text do not take.
  const text = type === 'float32' || type === 'float64' ? csvValue(field, key) : key
  return `CASE WHEN CAST(${key} AS VARCHAR) = '${HIVE_NULL}' THEN error(${problem}) ELSE ${text} END AS ${key}`
}

const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__'

/**
 * What the database called a file, as all parts are called; `suffix` tells it from those of other saves. Text that says
 * null is escaped: in the name of a directory it would be null.
 */
export const partFileName = (file: string, suffix: string): string =>
  file
    .replaceAll(/=(n)(?=ull\/)/gi, (_, n: string) => `=%${n.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/part-(\d+)([^/]*)$/, (_, i: string, end: string) => `${partName(Number(i))}${suffix}${end}`)
