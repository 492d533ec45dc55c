// The default order of values.

import { PartitaError } from '../fault.ts'

export type Compare = (a: unknown, b: unknown) => number

/**
 * The default order: undefined, null, then values of one kind: numbers (−0 equals 0, NaN last), bigints, strings by
 * UTF-16 unit, booleans (false first), Dates (invalid last), tuples by position (a prefix first).
 * @throws PartitaError DATA for values of two kinds, or of a kind that has no order
 */
export const compareValues: Compare = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind === other)
    switch (kind) {
      case 'undefined':
      case 'null':
        return 0
      case 'date':
        return compareNumbers((a as Date).getTime(), (b as Date).getTime())
      case 'tuple':
        return compareTuples(a as readonly unknown[], b as readonly unknown[])
      case 'bigint':
      case 'boolean':
        return (a as bigint) < (b as bigint) ? -1 : (a as bigint) > (b as bigint) ? 1 : 0
    }
  const absent = absence(b) - absence(a)
  if (absent !== 0) return absent
  throw new PartitaError('DATA', `No order is defined between ${named(kind)} and ${named(other)}.`, {
    hint: 'Sort by a number, string, bigint, boolean, Date or a tuple of these, or give an order of your own.',
  })
}

const compareNumbers = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))

const compareTuples = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareValues(a[i], b[i])
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}

const kindOf = (value: unknown): string => {
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  return Array.isArray(value) ? 'tuple' : value instanceof Date ? 'date' : 'object'
}

const absence = (value: unknown): number => (value === undefined ? 2 : value === null ? 1 : 0)

const named = (kind: string): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
