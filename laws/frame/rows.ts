// The tables that the laws of frames speak about, as plain arrays: nulls, NaN, −0, duplicates and empty ones among them.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { schema } from 'partita'

export const TABLE = schema({
  k: 'int32?',
  x: 'float64?',
  s: 'string?',
  b: 'boolean?',
  i: 'int32',
  d: 'date?',
})

export interface TableRow {
  readonly k: number | null
  readonly x: number | null
  readonly s: string | null
  readonly b: boolean | null
  readonly i: number
  readonly d: Date | null
}
export type Name = keyof TableRow
export const NAMES: readonly Name[] = ['k', 'x', 's', 'b', 'i', 'd']

const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 4, nil: null })

export const whole = fc.integer({ min: -4, max: 4 })
export const real = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, -0, 1.5, -2, 0.25, NaN, 3) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) },
)
export const text = fc.constantFrom('', 'a', 'ab', 'b', 'é', "it's", '%_')
const day = fc.integer({ min: -3, max: 3 }).map(n => new Date(n * 86_400_000))

export const tableRow: fc.Arbitrary<TableRow> = fc.record(
  {
    k: orNull(fc.integer({ min: 0, max: 3 })),
    x: orNull(real),
    s: orNull(text),
    b: orNull(fc.boolean()),
    i: whole,
    d: orNull(day),
  },
  { noNullPrototype: true },
)
export const table = fc.array(tableRow, { maxLength: 8 })

/** Equal for SQL: NaN with NaN, −0 with 0. */
const cell = (value: unknown): string => {
  if (typeof value === 'number') return `n${value === 0 ? 0 : value}`
  if (value instanceof Date) return `d${value.getTime()}`
  if (typeof value === 'bigint') return `i${value}`
  return value === null ? 'null' : `${typeof value} ${JSON.stringify(value)}`
}
export const rowKey = (row: object, names: readonly string[] = Object.keys(row)): string =>
  names.map(name => cell((row as Record<string, unknown>)[name])).join('|')

/** The same rows as often, in any order. */
export const sameRows = (actual: readonly object[], expected: readonly object[]): void => {
  const keys = (rows: readonly object[]) => rows.map(row => rowKey(row)).sort()
  assert.deepEqual(keys(actual), keys(expected))
}

/** The order of SQL: NaN above all numbers. */
export const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
    return a - b
  }
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  return (a as string) < (b as string) ? -1 : a === b ? 0 : 1
}

/** Rising with nulls first, or falling with nulls last. */
export const ordering =
  (name: string, descending = false) =>
  (a: object, b: object): number => {
    const [x, y] = [a, b].map(row => (row as Record<string, unknown>)[name])
    const rising = x === null || y === null ? Number(y === null) - Number(x === null) : compare(x, y)
    return descending ? -rising : rising
  }

export const groupsOf = <R extends object>(
  rows: readonly R[],
  names: readonly string[],
): readonly (readonly R[])[] => {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const key = rowKey(row, names)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()]
}
