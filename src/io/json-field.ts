// The types of a schema, from JSON: the mirror of csv-field. Strict: what a type cannot hold exactly is refused, never
// rounded or guessed. A reader gives a Misfit for what it refuses.

import { decimalText, parseDecimal } from '../codec/decimal.ts'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { showType } from '../lineage/data-type.ts'
import { FIELD_PARSERS } from './csv-field.ts'
import { stepOf } from './json-format.ts'
import { Misfit } from './rejects.ts'

/** Undefined is a value that is missing. */
export type FieldReader = (value: unknown) => unknown

export const fieldReader = ({ type, nullable }: FieldType): FieldReader => {
  const read = typeReader(type)
  const refused = (value: unknown): Misfit =>
    new Misfit(
      value === undefined
        ? `it is missing, and the column is ${showType(type)}, not ${showType(type)}?`
        : `${shown(value)} is not ${showType(type)}`,
    )
  return value => {
    if (value === null || value === undefined) return nullable ? null : refused(value)
    return read(value) ?? refused(value)
  }
}

/** A path grows from its end. */
const within = (step: string, { problem, where, details }: Misfit): Misfit =>
  new Misfit(problem, { field: step + (where.field ?? '') }, details)

/** Undefined for a value that is refused; never given null or undefined. */
type TypeReader = (value: unknown) => unknown

const integer =
  (least: number, greatest: number): TypeReader =>
  value =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= greatest
      ? (value as number) + 0
      : undefined

/** A number beyond 2^53 has lost digits already; as text it has them all. */
const bigInteger =
  (least: bigint, greatest: bigint): TypeReader =>
  value => {
    const text = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? value.replace('+', '') : undefined
    if (text === undefined && !Number.isSafeInteger(value)) return undefined
    const n = BigInt(text ?? (value as number))
    return n >= least && n <= greatest ? n : undefined
  }

const parsed =
  (parse: (text: string) => unknown): TypeReader =>
  value =>
    typeof value === 'string' ? parse(value) : undefined

const float: TypeReader = value =>
  typeof value === 'number'
    ? value
    : value === 'NaN' || value === 'Infinity' || value === '-Infinity'
      ? Number(value)
      : undefined

const SCALARS: { readonly [name: string]: TypeReader } = {
  string: value => (typeof value === 'string' ? value : undefined),
  boolean: value => (typeof value === 'boolean' ? value : undefined),
  int8: integer(-(2 ** 7), 2 ** 7 - 1),
  int16: integer(-(2 ** 15), 2 ** 15 - 1),
  int32: integer(-(2 ** 31), 2 ** 31 - 1),
  uint8: integer(0, 2 ** 8 - 1),
  uint16: integer(0, 2 ** 16 - 1),
  uint32: integer(0, 2 ** 32 - 1),
  int64: bigInteger(-(2n ** 63n), 2n ** 63n - 1n),
  uint64: bigInteger(0n, 2n ** 64n - 1n),
  float32: value => {
    const n = float(value)
    return n === undefined ? undefined : Math.fround(n as number)
  },
  float64: float,
  date: parsed(FIELD_PARSERS.date),
  timestamp: parsed(FIELD_PARSERS.timestamp),
}

const typeReader = (type: DataType): TypeReader => {
  if (typeof type === 'string') return SCALARS[type] ?? (() => undefined)
  if ('decimal' in type) {
    const { precision, scale } = type.decimal
    return value => {
      const unscaled =
        typeof value === 'string' || typeof value === 'number'
          ? parseDecimal(String(value), precision, scale)
          : undefined
      return unscaled === undefined ? undefined : decimalText(unscaled, scale)
    }
  }
  if ('list' in type) return listReader(fieldReader(type.list))
  if ('struct' in type)
    return structReader(type.struct.map(({ name, ...field }) => ({ name, read: fieldReader(field) })))
  return mapReader(fieldReader(type.map.key), fieldReader(type.map.value))
}

const listReader =
  (read: FieldReader): TypeReader =>
  value => {
    if (!Array.isArray(value)) return undefined
    const items: unknown[] = []
    for (const [i, item] of value.entries()) {
      const made = read(item)
      if (made instanceof Misfit) return within(`[${i}]`, made)
      items.push(made)
    }
    return items
  }

/** A JSON object has names for keys. */
const mapReader =
  (readKey: FieldReader, read: FieldReader): TypeReader =>
  value => {
    if (!isObject(value)) return undefined
    const map = new Map<unknown, unknown>()
    for (const [name, item] of Object.entries(value)) {
      const [key, made] = [readKey(name), read(item)]
      for (const side of [key, made]) if (side instanceof Misfit) return within(stepOf(name), side)
      map.set(key, made)
    }
    return map
  }

export interface NamedReader {
  readonly name: string
  readonly read: FieldReader
}

/** A plain object of these fields alone; others are left out. */
export const structReader =
  (fields: readonly NamedReader[]): TypeReader =>
  value => {
    if (!isObject(value)) return undefined
    const row: Record<string, unknown> = {}
    for (const { name, read } of fields) {
      const made = read(Object.hasOwn(value, name) ? value[name] : undefined)
      if (made instanceof Misfit) return within(stepOf(name), made)
      if (name !== '__proto__') row[name] = made
      else
        Object.defineProperty(row, name, {
          value: made,
          enumerable: true,
          writable: true,
          configurable: true,
        })
    }
    return row
  }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
