// The one place where values become SQL text. Guarded by laws/frame/literal: what is written here is read back the same.

import { PartitaError } from '../../fault.ts'
import { quoteText } from '../../io/duckdb/sql-type.ts'
import { LONE_SURROGATE } from './identifier.ts'

/** @throws PartitaError ARGUMENT for a value that no column holds */
export const sqlLiteral = (value: unknown): string => {
  switch (typeof value) {
    case 'undefined':
      return 'NULL'
    case 'boolean':
      return String(value)
    case 'number':
      return numeral(value)
    case 'bigint':
      return integer(value)
    case 'string':
      return text(value)
    case 'object':
      return value === null ? 'NULL' : object(value)
    default:
      throw new PartitaError('ARGUMENT', `A ${typeof value} is no value of a column.`)
  }
}

const numeral = (value: number): string => {
  if (!Number.isFinite(value)) return `'${value}'::DOUBLE`
  // A negative zero, and integers that a double holds but int64 does not, keep their type.
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value)
  const digits = String(value)
  return Object.is(value, -0) ? `'-0'::DOUBLE` : digits.includes('e') ? digits : `${digits}e0`
}

const integer = (value: bigint): string => {
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return `'${value}'::BIGINT`
  if (value > 0n && value < 2n ** 64n) return `'${value}'::UBIGINT`
  throw new PartitaError('ARGUMENT', `${value} does not fit in 64 bits.`)
}

const text = (value: string): string => {
  if (LONE_SURROGATE.test(value))
    throw new PartitaError('ARGUMENT', 'A text with half of a surrogate pair cannot be written as UTF-8.')
  const quoted = value.split('\0').map(quoteText)
  return quoted.length === 1 ? quoted[0]! : `(${quoted.join(' || chr(0) || ')})`
}

const object = (value: object): string => {
  if (value instanceof Date) return timestamp(value)
  if (value instanceof Uint8Array) return `from_hex('${Buffer.from(value).toString('hex')}')`
  if (Array.isArray(value)) return `[${value.map(sqlLiteral).join(', ')}]`
  if (value instanceof Map)
    return `map([${[...value.keys()].map(sqlLiteral).join(', ')}], [${[...value.values()].map(sqlLiteral).join(', ')}])`
  if (isPlain(value))
    return `{${Object.entries(value)
      .map(([name, field]) => `${text(name)}: ${sqlLiteral(field)}`)
      .join(', ')}}`
  throw new PartitaError('ARGUMENT', `An instance of ${value.constructor?.name} is no value of a column.`)
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const timestamp = (value: Date): string => {
  const millis = value.getTime()
  if (Number.isNaN(millis)) throw new PartitaError('ARGUMENT', 'An invalid date is no value of a column.')
  return isCommonYear(value)
    ? `TIMESTAMP '${value.toISOString().slice(0, -1).replace('T', ' ')}'`
    : `make_timestamp(${BigInt(millis) * 1000n})`
}

/** A date alone: midnight UTC of its day. */
export const sqlDate = (value: Date): string =>
  isCommonYear(value)
    ? `DATE '${value.toISOString().slice(0, 10)}'`
    : `(DATE '1970-01-01' + ${Math.floor(value.getTime() / 86_400_000)})`

const isCommonYear = (value: Date): boolean => {
  const year = value.getUTCFullYear()
  return year >= 1 && year <= 9999
}
