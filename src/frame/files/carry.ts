// Values as files of text hold them, in SQL: what our own readers read back the same. What a format cannot hold is refused.

import { quoteName, quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import type { DataType, Field } from '../../lineage/data-type.ts'

/** A column of a CSV file; undefined for a type that CSV does not hold. */
export const csvValue = ({ name, type }: Field, sql: string): string | undefined => {
  if (typeof type === 'object') return 'decimal' in type ? `CAST(${sql} AS VARCHAR)` : undefined
  switch (type) {
    case 'binary':
      return undefined
    case 'float32':
    case 'float64':
      return `CASE WHEN isfinite(${sql}) THEN CAST(${sql} AS VARCHAR) ELSE ${notFinite(sql)} END`
    case 'date':
    case 'timestamp':
      return commonYear(name, sql)
    case 'string':
      return sql
    default:
      return `CAST(${sql} AS VARCHAR)`
  }
}

const notFinite = (sql: string): string =>
  `CASE WHEN isnan(${sql}) THEN 'NaN' WHEN ${sql} > 0 THEN 'Infinity' WHEN ${sql} < 0 THEN '-Infinity' END`

/** Years of four digits, which are all that text holds here. */
const commonYear = (name: string, sql: string): string => {
  const problem = quoteText(`The column ${name} holds a time that text cannot: `)
  return `CASE WHEN ${sql} IS NULL OR year(${sql}) BETWEEN 1 AND 9999 THEN CAST(${sql} AS VARCHAR) ELSE error(concat(${problem}, CAST(${sql} AS VARCHAR))) END`
}

/** A value within JSON; undefined for a type that JSON does not hold. Decimals are text, which keeps their digits. */
export const jsonValue = (field: Field, sql: string): string | undefined => {
  const { name, type } = field
  if (typeof type === 'object' && !('decimal' in type)) {
    const carrier = jsonType(type)
    return carrier && `CAST(${sql} AS ${carrier})`
  }
  switch (type) {
    case 'binary':
      return `to_base64(${sql})`
    case 'float32':
    case 'float64':
      return `CASE WHEN isfinite(${sql}) THEN to_json(${sql}) ELSE to_json(${notFinite(sql)}) END`
    case 'date':
    case 'timestamp':
      return commonYear(name, sql)
    default:
      return typeof type === 'object' ? `CAST(${sql} AS VARCHAR)` : sql
  }
}

/** What a nested value is in JSON, as SQL's type; undefined where it holds bytes. */
export const jsonType = (type: DataType): string | undefined => {
  if (typeof type === 'string')
    return type === 'binary' ? undefined : type === 'date' || type === 'timestamp' ? 'VARCHAR' : sqlType(type)
  if ('decimal' in type) return 'VARCHAR'
  if ('list' in type) return suffixed(jsonType(type.list.type), '[]')
  if ('map' in type) {
    const value = jsonType(type.map.value.type)
    return jsonType(type.map.key.type) && value && `MAP(${jsonType(type.map.key.type)}, ${value})`
  }
  const fields = type.struct.map(field => [field.name, jsonType(field.type)] as const)
  if (fields.some(([, inner]) => inner === undefined)) return undefined
  return `STRUCT(${fields.map(([name, inner]) => `${quoteName(name)} ${inner}`).join(', ')})`
}

const suffixed = (text: string | undefined, suffix: string): string | undefined => text && text + suffix
