// Text as a value of a type, in SQL: what a type cannot hold exactly is refused, never rounded, shifted or guessed, which
// the database's own casts do ('2.5' is 3 to them). Means the same as io/csv-field, with microseconds and more types.
// Guarded by laws/frame/strict.

import { quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import type { DataType } from '../../lineage/data-type.ts'

const INTEGER = '[+-]?[0-9]+'
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const HOUR = '(?:[01][0-9]|2[0-3])'
const SIXTIETH = '[0-5][0-9]'
const ZONE = `(?:Z|[+-]${HOUR}:?${SIXTIETH})`
const FRACTION = '(?:\\.[0-9]{1,6}0*)?'
/** What the database's own cast reads as it is meant. */
const PLAIN_TIMESTAMP = `${DATE}(?:[T ]${HOUR}:${SIXTIETH}:${SIXTIETH}${FRACTION})?`
const TIMESTAMP = `${DATE}[T ]${HOUR}:${SIXTIETH}(?::${SIXTIETH}${FRACTION})?${ZONE}?`
const REAL = '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?'

/** The value, null where the text is none of the type; undefined for a type that no text is. */
export const parsed = (type: DataType, text: string): string | undefined => {
  const like = (pattern: string) => `regexp_full_match(${text}, ${quoteText(pattern)})`
  const cast = (from = text) => `TRY_CAST(${from} AS ${sqlType(type)})`
  const when = (...branches: readonly (readonly [test: string, value: string])[]) =>
    `CASE ${branches.map(([test, value]) => `WHEN ${test} THEN ${value}`).join(' ')} END`
  const unsigned = `ltrim(${text}, '+')`
  if (typeof type === 'object')
    return 'decimal' in type ? when([like(decimalPattern(type.decimal.scale)), cast(unsigned)]) : undefined
  switch (type) {
    case 'string':
      return text
    case 'binary':
      return undefined
    case 'boolean':
      return when([`lower(${text}) = 'true'`, 'true'], [`lower(${text}) = 'false'`, 'false'])
    case 'date':
      return when([like(DATE), cast()])
    case 'timestamp':
      return when([like(PLAIN_TIMESTAMP), cast()], [like(TIMESTAMP), zoned(text)])
    case 'float32':
    case 'float64':
      return when(
        [`${like(REAL)} AND isfinite(${cast()})`, cast()],
        [`${text} IN ('NaN', 'Infinity', '-Infinity')`, cast()],
      )
    default:
      return when([like(INTEGER), cast(unsigned)])
  }
}

/** Slow, by the database's calendar of zones. It reads no zone behind minutes. */
const zoned = (text: string): string => {
  const seconds = `CASE WHEN substr(${text}, 17, 1) IN ('', ':') THEN ${text} ELSE concat(substr(${text}, 1, 16), ':00', substr(${text}, 17)) END`
  return `CAST(TRY_CAST(${seconds} AS TIMESTAMPTZ) AS TIMESTAMP)`
}

const decimalPattern = (scale: number): string =>
  `[+-]?(?:[0-9]+(?:\\.[0-9]{0,${scale}}0*)?|\\.[0-9]{1,${Math.max(1, scale)}}0*)`
