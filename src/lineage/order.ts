// Order of values: what sort, top, min and max mean. Shared by all engines on purpose and tested on its own.

import { PartitaError } from '../fault.ts'
import type { Fn } from './fn.ts'

/** Compare by `key` (or the whole record), with `compare` (or the default order), turned round where `descending`. */
export interface Order {
  readonly key?: Fn | undefined
  readonly compare?: Fn | undefined
  readonly descending: boolean
}

export type Compare = (a: unknown, b: unknown) => number

/** An `Order` whose functions run: revived, combinators realised. */
export interface RunnableOrder {
  readonly key?: ((record: unknown) => unknown) | undefined
  readonly compare?: Compare | undefined
  readonly descending: boolean
}

/** Compares keys that `order.key` has already been applied to. Descending keeps equal keys as they stand. */
export const keyComparisonOf = ({ compare = compareValues, descending }: RunnableOrder): Compare =>
  descending ? (a, b) => compare(b, a) : compare

/** Compares records. */
export const comparisonOf = (order: RunnableOrder): Compare => {
  const { key } = order
  const compare = keyComparisonOf(order)
  return key === undefined ? compare : (a, b) => compare(key(a), key(b))
}

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

/** Sorted and stable. `Array.sort` alone puts undefined last, whatever the comparison says. */
export const sortedBy = <T>(values: readonly T[], compare: (a: T, b: T) => number): T[] =>
  values
    .map(value => ({ value }))
    .sort((a, b) => compare(a.value, b.value))
    .map(({ value }) => value)

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
