// Columns: many values of one kind as typed data, so that a table crosses a border without an object a row, and keys
// are probed without a string each. What no typed column holds exactly stays a column of plain values.

import { rowsOf, splitRows } from './rows.ts'
import { type Text, textOf, textValues } from './text.ts'

export type Column =
  | { readonly type: 'int32'; readonly values: Int32Array }
  | { readonly type: 'float64'; readonly values: Float64Array }
  /** 0 or 1 each. */
  | { readonly type: 'boolean'; readonly values: Uint8Array }
  | Text
  /** `marks` has one for each row: 0 a value (the next of `present`), 1 null, 2 undefined. */
  | { readonly type: 'nullable'; readonly marks: Uint8Array; readonly present: Column }
  /** Arrays of one length (`keys` undefined) or plain objects with one list of keys. */
  | Rows
  | { readonly type: 'any'; readonly values: readonly unknown[] }

export interface Rows {
  readonly type: 'rows'
  readonly keys: readonly string[] | undefined
  readonly fields: readonly Column[]
}

/** How deep rows may hold rows: [key, [a, b]], and one more. */
export const DEEPEST_ROWS = 3

/** Below this, finding a shape costs more than it saves. */
const FEWEST_ROWS = 8

/** Most of what fits no column shows it in its first values. */
const PROBE = 16

export const columnOf = (values: readonly unknown[]): Column => {
  if (values.length > 4 * PROBE && typedColumn(values.slice(0, PROBE), 0, []) === undefined)
    return { type: 'any', values }
  const nested: (readonly unknown[])[] = []
  const column = typedColumn(values, 0, nested)
  return column === undefined || shares(nested) ? { type: 'any', values } : column
}

/** `nested` collects the values of all columns of rows inside rows. */
const typedColumn = (
  values: readonly unknown[],
  depth: number,
  nested: (readonly unknown[])[],
): Column | undefined => {
  const first = values.find(value => value !== undefined && value !== null)
  switch (typeof first) {
    case 'number':
      return numbers(values) ?? nullable(values)
    case 'string':
      return strings(values) ?? nullable(values)
    case 'boolean':
      return booleans(values) ?? nullable(values)
    case 'undefined':
      return values.length === 0 ? EMPTY : nullable(values)
    case 'object':
      if (values.length < FEWEST_ROWS || depth === DEEPEST_ROWS) return undefined
      if (depth > 0) nested.push(values)
      return rows(values, first as object, depth, nested)
    default:
      return undefined
  }
}

const EMPTY: Column = { type: 'any', values: [] }

const numbers = (values: readonly unknown[]): Column | undefined => {
  const n = values.length
  const ints = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    const x = values[i]
    if (typeof x !== 'number') return undefined
    ints[i] = x
    if (ints[i] !== x || (x === 0 && 1 / x < 0)) return doubles(values, ints, i)
  }
  return { type: 'int32', values: ints }
}

const doubles = (values: readonly unknown[], ints: Int32Array, from: number): Column | undefined => {
  const n = values.length
  const all = new Float64Array(n)
  for (let i = 0; i < from; i++) all[i] = ints[i]!
  for (let i = from; i < n; i++) {
    const x = values[i]
    if (typeof x !== 'number') return undefined
    all[i] = x
  }
  return { type: 'float64', values: all }
}

const strings = (values: readonly unknown[]): Column | undefined =>
  values.every(value => typeof value === 'string') ? textOf(values as readonly string[]) : undefined

const booleans = (values: readonly unknown[]): Column | undefined => {
  const bits = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== 'boolean') return undefined
    bits[i] = values[i] === true ? 1 : 0
  }
  return { type: 'boolean', values: bits }
}

/** Primitives of one kind with null and undefined among them. */
const nullable = (values: readonly unknown[]): Column | undefined => {
  const marks = Uint8Array.from(values, value => (value === null ? 1 : value === undefined ? 2 : 0))
  const present = values.filter(value => value !== null && value !== undefined)
  if (present.length === values.length) return undefined
  const column = typedColumn(present, DEEPEST_ROWS, [])
  return column === undefined ? undefined : { type: 'nullable', marks, present: column }
}

const rows = (
  values: readonly unknown[],
  first: object,
  depth: number,
  nested: (readonly unknown[])[],
): Column | undefined => {
  const split = splitRows(values, first)
  if (split === undefined) return undefined
  const fields: Column[] = []
  for (const field of split.fields) {
    const column = typedColumn(field, depth + 1, nested)
    if (column === undefined) return undefined
    fields.push(column)
  }
  return { type: 'rows', keys: split.keys, fields }
}

/** Whether some record holds one object in two places: columns would make it two. */
const shares = (nested: readonly (readonly unknown[])[]): boolean => {
  if (nested.length > 4) return true // not looked for: too many pairs
  for (let a = 1; a < nested.length; a++)
    for (let b = 0; b < a; b++) {
      const [left, right] = [nested[a]!, nested[b]!]
      for (let i = 0; i < left.length; i++) if (left[i] === right[i]) return true
    }
  return false
}

/** The values of a column by index; typed arrays of numbers are given as they are. */
export const valuesOf = (column: Column): ArrayLike<unknown> => {
  switch (column.type) {
    case 'latin1':
    case 'utf16':
      return textValues(column)
    case 'boolean':
      return Array.from(column.values, bit => bit === 1)
    case 'nullable': {
      const present = valuesOf(column.present)
      let next = 0
      return Array.from(column.marks, mark => (mark === 0 ? present[next++] : mark === 1 ? null : undefined))
    }
    case 'rows':
      return rowsOf(column.keys, column.fields.map(valuesOf))
    default:
      return column.values
  }
}
