// A value as the text of a CSV field: the mirror of csv-field. What would not read back the same is refused.

import type { ColumnType } from '../lineage/source.ts'
import { FIELD_PARSERS } from './csv-field.ts'

/** Undefined for what a column of this type, or CSV at all, cannot hold. */
export const fieldText = (value: unknown, type: ColumnType | undefined): string | undefined => {
  const text = type === 'date' ? textOf(value)?.slice(0, 'YYYY-MM-DD'.length) : textOf(value)
  if (text === undefined || type === undefined) return text
  return isSame(FIELD_PARSERS[type](text), value) ? text : undefined
}

const textOf = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      return value instanceof Date ? timeText(value) : undefined
  }
}

/** Undefined for no time, and for years that have more than four digits. */
const timeText = (date: Date): string | undefined => {
  if (Number.isNaN(date.getTime())) return undefined
  const text = date.toISOString()
  return FIELD_PARSERS.timestamp(text) === undefined ? undefined : text
}

const isSame = (read: unknown, value: unknown): boolean =>
  read instanceof Date && value instanceof Date
    ? read.getTime() === value.getTime()
    : read === value || (Number.isNaN(read) && Number.isNaN(value))
