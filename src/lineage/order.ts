// Order of values: what sort, top, min and max mean. Shared by all engines on purpose and tested on its own.

import { type Compare, compareValues } from './compare.ts'
import type { Fn } from './fn.ts'

/** Compare by `key` (or the whole record), with `compare` (or the default order), turned round where `descending`. */
export interface Order {
  readonly key?: Fn | undefined
  readonly compare?: Fn | undefined
  readonly descending: boolean
}

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

/** Sorted and stable. `Array.sort` alone puts undefined last, whatever the comparison says. */
export const sortedBy = <T>(values: readonly T[], compare: (a: T, b: T) => number): T[] =>
  values
    .map(value => ({ value }))
    .sort((a, b) => compare(a.value, b.value))
    .map(({ value }) => value)
