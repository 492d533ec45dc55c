// Decimals, arrays, objects and Maps → vectors, whose children are written as columns are.

import type { DataType, FieldType } from '../lineage/data-type.ts'
import { parseDecimal } from './decimal.ts'
import { fieldPath, misfit, type Where } from './misfit.ts'
import { within } from './read-column.ts'
import { isValid } from './validity.ts'
import { valuesTaker } from './values-taker.ts'
import { NARROW_DIGITS } from './vector-layout.ts'
import type { WriteColumn, WriteValues } from './write-values.ts'

type Nested = Exclude<DataType, string>

export const nestedWriter = (type: Nested, columnWriter: (field: FieldType) => WriteColumn): WriteValues => {
  if ('decimal' in type) return decimals(type)
  if ('list' in type) {
    const write = columnWriter(type.list)
    return (values, _, where) => {
      const { offsets, flat } = flatten(values, where, type, itemsOf)
      return { offsets, children: [write(flat, within({ offsets }, where, ''))] }
    }
  }
  if ('map' in type) {
    const writeKeys = columnWriter({ type: type.map.key.type, nullable: false })
    const writeValues = columnWriter(type.map.value)
    return (values, _, where) => {
      const { offsets, flat } = flatten(values, where, type, map =>
        map instanceof Map ? [...map] : undefined,
      )
      return {
        offsets,
        children: [
          writeKeys(
            flat.map(([key]) => key),
            within({ offsets }, where, '.keys'),
          ),
          writeValues(
            flat.map(([, value]) => value),
            within({ offsets }, where, '.values'),
          ),
        ],
      }
    }
  }
  const take = valuesTaker(type.struct.map(({ name }) => name))
  const writers = type.struct.map(field => columnWriter({ type: field.type, nullable: true }))
  return (values, validity, where) => {
    for (let i = 0; i < values.length; i++)
      if (isValid(validity, i) && !isRecord(values[i])) throw misfit(where(i), type, values[i])
    const columns = take(validity === undefined ? values : values.map(value => value ?? {}))
    const children = type.struct.map((field, c) => {
      const inField: Where = row => {
        const { record, path } = where(row)
        return { record, path: fieldPath(path, field.name) }
      }
      const column = columns[c]!
      // A null struct has no fields to be missing.
      const at = field.nullable
        ? -1
        : column.findIndex((value, i) => (value ?? null) === null && isValid(validity, i))
      if (at >= 0) throw misfit(inField(at), field.type, column[at])
      return writers[c]!(column, inField)
    })
    return { children }
  }
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof Date || value instanceof Map || value instanceof Set)

const itemsOf = (value: unknown): ArrayLike<unknown> | undefined =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
    ? (value as unknown as ArrayLike<unknown>)
    : undefined

const flatten = <T>(
  values: readonly unknown[],
  where: Where,
  type: DataType,
  items: (value: unknown) => ArrayLike<T> | undefined,
) => {
  const offsets = new Int32Array(values.length + 1)
  const flat: T[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value !== null && value !== undefined) {
      const inside = items(value)
      if (inside === undefined) throw misfit(where(i), type, value)
      for (let k = 0; k < inside.length; k++) flat.push(inside[k]!)
    }
    offsets[i + 1] = flat.length
  }
  return { offsets, flat }
}

const decimals = (type: Extract<Nested, { decimal: unknown }>): WriteValues => {
  const { precision, scale } = type.decimal
  const wide = precision > NARROW_DIGITS
  return (values, _, where) => {
    const stored = wide ? new BigUint64Array(values.length * 2) : new BigInt64Array(values.length)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (value === null || value === undefined) continue
      const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
      const unscaled = typeof text === 'string' ? parseDecimal(text, precision, scale) : undefined
      if (unscaled === undefined)
        throw misfit(where(i), type, value, 'a decimal is the text of a number that it holds exactly')
      if (!wide) stored[i] = unscaled
      else {
        stored[i * 2] = BigInt.asUintN(64, unscaled)
        stored[i * 2 + 1] = BigInt.asUintN(64, unscaled >> 64n)
      }
    }
    return { values: stored }
  }
}
