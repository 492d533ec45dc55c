// Text as a value of a type, in SQL: what a type cannot hold exactly is refused, never rounded, shifted or guessed, which
// the database's own casts do ('2.5' is 3 to them). Means the same as io/csv-field, with microseconds and more types.
// Guarded by laws/frame/strict.

import { quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import type { DataType } from '../../lineage/data-type.ts'

export interface Parsed {
  /** Whether the text is of the type; null for null. Undefined: always. */
  readonly ok: string | undefined
  /** The value of text that is ok. */
  readonly value: string
}

const INTEGER = '[+-]?[0-9]+'
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const HOUR = '(?:[01][0-9]|2[0-3])'
const SIXTIETH = '[0-5][0-9]'
const ZONE = `(?:Z|[+-]${HOUR}:?${SIXTIETH})`
const TIMESTAMP = `${DATE}(?:[T ]${HOUR}:${SIXTIETH}(?::${SIXTIETH}(?:\\.[0-9]{1,6}0*)?)?${ZONE}?)?`
const REAL = '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?'

/** Undefined for a type that no text is. */
export const parsed = (type: DataType, text: string): Parsed | undefined => {
  const like = (pattern: string) => `regexp_full_match(${text}, ${quoteText(pattern)})`
  const cast = (from: string) => `TRY_CAST(${from} AS ${sqlType(type)})`
  const fitting = (pattern: string, value: string) => ({
    ok: `(${like(pattern)} AND ${value} IS NOT NULL)`,
    value,
  })
  if (typeof type === 'object')
    return 'decimal' in type
      ? fitting(decimalPattern(type.decimal.scale), cast(`ltrim(${text}, '+')`))
      : undefined
  switch (type) {
    case 'string':
      return { ok: undefined, value: text }
    case 'binary':
      return undefined
    case 'boolean':
      return { ok: `(lower(${text}) IN ('true', 'false'))`, value: `(lower(${text}) = 'true')` }
    case 'date':
      return fitting(DATE, cast(text))
    case 'timestamp':
      return fitting(TIMESTAMP, `CAST(TRY_CAST(${withSeconds(text)} AS TIMESTAMPTZ) AS TIMESTAMP)`)
    case 'float32':
    case 'float64': {
      const value = cast(text)
      const finite = `(${like(REAL)} AND isfinite(${value}))`
      return { ok: `(${finite} OR ${text} IN ('NaN', 'Infinity', '-Infinity'))`, value }
    }
    default:
      return fitting(INTEGER, cast(`ltrim(${text}, '+')`))
  }
}

/** The database reads no zone behind minutes. */
const withSeconds = (text: string): string =>
  `CASE WHEN substr(${text}, 17, 1) IN ('', ':') THEN ${text} ELSE concat(substr(${text}, 1, 16), ':00', substr(${text}, 17)) END`

const decimalPattern = (scale: number): string =>
  `[+-]?(?:[0-9]+(?:\\.[0-9]{0,${scale}}0*)?|\\.[0-9]{1,${Math.max(1, scale)}}0*)`
