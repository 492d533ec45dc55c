// Rows ↔ columns: records of one shape taken apart into a list of values for each field, and put together again, all of
// one hidden class. The functions are generated for a shape, since only a literal and constant names run at full speed.

import { types } from 'node:util'

export interface Split {
  readonly keys: readonly string[] | undefined
  readonly fields: readonly (readonly unknown[])[]
}

/** Undefined unless every value is a plain array or object just like the first, and nothing else would be lost. */
export const splitRows = (values: readonly unknown[], first: object): Split | undefined => {
  if (types.isProxy(first)) return undefined
  const keys = Array.isArray(first) ? undefined : Object.getOwnPropertyNames(first)
  const width = keys === undefined ? (first as unknown[]).length : keys.length
  if (width === 0 || width > WIDEST) return undefined
  const fields = Array.from({ length: width }, () => new Array<unknown>(values.length))
  const split = keys === undefined ? splitArrays : splitObjects
  return split(values, fields, keys ?? []) ? { keys, fields } : undefined
}

export const WIDEST = 64

/**
 * Neither holes nor named fields (a RegExp match has some): 60 ns, by Object.keys, which lists indexes first. What it
 * cannot see (symbols, accessors, hidden fields: on arrays, next to never) costs 200 and is looked for in one array of
 * each 64.
 */
export const isDense = (array: readonly unknown[]): boolean => {
  const names = Object.keys(array)
  const n = array.length
  return names.length === n && (n === 0 || names[n - 1] === `${n - 1}`)
}

export const ARRAYS_PER_CHECK = 64

const splitArrays = (values: readonly unknown[], fields: readonly unknown[][]): boolean => {
  const width = fields.length
  const [first, second] = fields
  for (let i = 0; i < values.length; i++) {
    const row = values[i]
    if (types.isProxy(row) || !Array.isArray(row) || row.length !== width) return false
    if (Object.getPrototypeOf(row) !== Array.prototype || !isDense(row)) return false
    if (i % ARRAYS_PER_CHECK === 0 && !isBare(row)) return false
    first![i] = row[0]
    if (second !== undefined) second[i] = row[1]
    for (let k = 2; k < width; k++) fields[k]![i] = row[k]
  }
  return true
}

const isBare = (row: readonly unknown[]): boolean =>
  Reflect.ownKeys(row).length === row.length + 1 &&
  row.every((_, k) => Object.getOwnPropertyDescriptor(row, k)!.get === undefined)

type SplitObjects = (
  values: readonly unknown[],
  fields: readonly unknown[][],
  keys: readonly string[],
) => boolean

/** Reads fields by descriptor: a getter is found, not run. */
const splitObjects: SplitObjects = (values, fields, keys) =>
  generated<SplitObjects>(`split ${JSON.stringify(keys)}`, () => {
    const names = keys.map(key => JSON.stringify(key))
    return `(values, fields) => {
      const { isProxy } = types, { prototype, getPrototypeOf, getOwnPropertyNames, getOwnPropertySymbols, getOwnPropertyDescriptor } = Object
      const [${names.map((_, k) => `f${k}`).join(', ')}] = fields
      for (let i = 0; i < values.length; i++) {
        const row = values[i]
        if (typeof row !== 'object' || row === null || isProxy(row) || getPrototypeOf(row) !== prototype) return false
        const own = getOwnPropertyNames(row)
        if (own.length !== ${names.length} || ${names.map((name, k) => `own[${k}] !== ${name}`).join(' || ')}) return false
        if (getOwnPropertySymbols(row).length !== 0) return false
        ${names
          .map(
            (name, k) => `const d${k} = getOwnPropertyDescriptor(row, ${name})
        if (d${k}.get !== undefined || d${k}.set !== undefined || !d${k}.enumerable) return false
        f${k}[i] = d${k}.value`,
          )
          .join('\n')}
      }
      return true
    }`
  })(values, fields, keys)

type Join = (columns: readonly ArrayLike<unknown>[]) => unknown[]

export const rowsOf = (
  keys: readonly string[] | undefined,
  columns: readonly ArrayLike<unknown>[],
): unknown[] => {
  // A function of its own for each mix of columns, so that every read in it meets one kind.
  const kinds = columns.map(column => Object.prototype.toString.call(column))
  return generated<Join>(`join ${JSON.stringify([keys ?? columns.length, kinds])}`, () => {
    const cells = columns.map((_, k) => `c${k}[i]`)
    const row =
      keys === undefined
        ? `[${cells.join(', ')}]`
        : `{ ${keys.map((key, k) => `${literalName(key)}: ${cells[k]}`).join(', ')} }`
    return `columns => {
      const [${columns.map((_, k) => `c${k}`).join(', ')}] = columns
      const rows = new Array(c0.length)
      for (let i = 0; i < rows.length; i++) rows[i] = ${row}
      return rows
    }`
  })(columns)
}

/** `__proto__: x` in a literal would set the prototype. */
const literalName = (key: string): string => (key === '__proto__' ? '["__proto__"]' : JSON.stringify(key))

/** Data with ever new shapes must not fill the memory with functions. */
const MOST_SHAPES = 1000
const functions = new Map<string, unknown>()

/** V8 shares what it learns between equal texts: the shape, as a comment, makes each its own. */
const generated = <F>(shape: string, text: () => string): F => {
  const known = functions.get(shape)
  if (known !== undefined) return known as F
  if (functions.size === MOST_SHAPES) functions.clear()
  const made = new Function('types', `'use strict'; return ${text()}`)(types)
  functions.set(shape, made)
  return made
}
