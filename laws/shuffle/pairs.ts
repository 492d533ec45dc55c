// Keys of every kind, many of them equal, and the naive statement of what keys are equal.

import fc from 'fast-check'
import { canonicalKey, isStructured, normalKey } from '../../src/lineage/key.ts'

export const anyKey: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.string({ maxLength: 3 }), weight: 4 },
  { arbitrary: fc.integer({ min: -4, max: 4 }), weight: 3 },
  fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('é', 'ż', '\ud800', '日', '\0', 'ā'), maxLength: 6 }),
  fc.constantFrom(0, -0, Number.NaN, 1.5, 2 ** 40, -(2 ** 31), Infinity, 0.1, 4294967297),
  fc.constantFrom<unknown>(undefined, null, true, false, 0n, 1n, '0', '1', 'null'),
  fc.constantFrom(1, 2).map(x => [x, 'x']),
  fc.constantFrom(1, 2).map(x => ({ b: x, a: [x] })),
  fc.constantFrom(1, 2).map(x => ({ a: [x], b: x })),
  fc.constantFrom(1, 2).map(x => new Date(x)),
)

/** Keys of one kind, as most data has. */
export const keys = <T>(use: (key: fc.Arbitrary<unknown>) => fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .constantFrom<fc.Arbitrary<unknown>>(
      anyKey,
      fc.string({ maxLength: 2 }),
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.integer({ min: -9, max: 9 }),
      fc.constantFrom(0.5, -0, 0, 3, Number.NaN),
    )
    .chain(use)

/** A Map key for what partita takes for one key. */
export const nameOf = (key: unknown): unknown =>
  isStructured(key)
    ? `structured ${canonicalKey(key)}`
    : typeof key === 'string'
      ? `string ${key}`
      : normalKey(key)

/** Values whose sums tell the order and the brackets they were made in. */
export const floats = fc.double({ min: -1, max: 1, noNaN: true })
