// How DuckDB's SQL writes our types.

import type { DataType, ScalarType } from '../../lineage/data-type.ts'

const SCALARS: Readonly<Record<ScalarType, string>> = {
  boolean: 'BOOLEAN',
  int8: 'TINYINT',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  uint32: 'UINTEGER',
  uint64: 'UBIGINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  string: 'VARCHAR',
  binary: 'BLOB',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
}

/** @example sqlType({ list: { type: 'int32', nullable: true } }) // 'INTEGER[]' */
export const sqlType = (type: DataType): string => {
  if (typeof type === 'string') return SCALARS[type]
  if ('decimal' in type) return `DECIMAL(${type.decimal.precision}, ${type.decimal.scale})`
  if ('list' in type) return `${sqlType(type.list.type)}[]`
  if ('map' in type) return `MAP(${sqlType(type.map.key.type)}, ${sqlType(type.map.value.type)})`
  return `STRUCT(${type.struct.map(field => `${quoteName(field.name)} ${sqlType(field.type)}`).join(', ')})`
}

/** @example quoteName('a "b"') // '"a ""b"""' */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** @example quoteText("it's") // "'it''s'" */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A path that means this file alone, whatever its name. */
export const quoteFile = (file: string): string => quoteText(file.replaceAll(/[*?[]/g, '[$&]'))
