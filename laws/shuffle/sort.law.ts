// Sorted runs, cut into ranges and merged, are Array.prototype.sort: the same records in the same places.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareValues } from '../../src/lineage/compare.ts'
import { keyComparisonOf, type RunnableOrder } from '../../src/lineage/order.ts'
import { mergeRuns, type SortedRun, type StoredRun, sortedRun } from '../../src/shuffle/sort.ts'
import { sortOrder } from '../../src/shuffle/sort-order.ts'
import { same } from '../codec/values.ts'

const keysOf = fc.constantFrom<fc.Arbitrary<unknown>>(
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, -1.5, 2 ** 60, 5e-324),
  fc.string({ unit: fc.constantFrom('a', 'b', '\0'), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('a', 'é', 'ż', '\uffff', '\ud83d'), maxLength: 12 }),
  fc.integer({ min: 0, max: 999 }).map(i => `a long common prefix of many units ${i}`),
  fc.constantFrom('', 'a', 'a\0', 'a\0\0', 'a\0b'),
  fc.option(fc.integer({ min: 0, max: 5 })),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.tuple(fc.boolean(), fc.string({ maxLength: 1 })),
)
const orders = fc.record({
  key: fc.constantFrom(
    undefined,
    (pair: unknown) => (pair as unknown[])[0],
    (pair: unknown) => [(pair as unknown[])[0]],
  ),
  compare: fc.constantFrom(undefined, (a: unknown, b: unknown) => compareValues(b, a)),
  descending: fc.boolean(),
})

const sizes = fc.constantFrom(0, 1, 5, 40, 300, 700)

test('the order of keys is the stable order', () => {
  fc.assert(
    fc.property(
      keysOf.chain(key => sizes.chain(size => fc.array(key, { minLength: size, maxLength: size }))),
      orders,
      (keys, { key: _, ...order }) => {
        const compare = keyComparisonOf(order)
        const expected = keys.map((_, i) => i).sort((a, b) => compare(keys[a], keys[b]))
        assert.deepEqual(Array.from(sortOrder(keys, order)), expected)
      },
    ),
  )
})

test('merged ranges put together are all records, sorted stably by run and position', () => {
  fc.assert(
    fc.property(
      keysOf.chain(key =>
        fc.array(
          sizes.chain(size => fc.array(key, { minLength: size, maxLength: size })),
          { minLength: 1, maxLength: 3 },
        ),
      ),
      orders,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 20 }),
      (runsOfKeys, order, n, sampleSize) => {
        let id = 0
        const runs = runsOfKeys.map(keys => keys.map(key => [key, id++]))
        checkSort(runs, order, n, sampleSize)
      },
    ),
  )
})

test('runs of many chunks', () => {
  fc.assert(
    fc.property(fc.integer(), orders, (seed, order) => {
      const runs = [9000, 0, 5000].map((size, run) =>
        Array.from({ length: size }, (_, i) => [Math.imul(seed + i, 0x9e3779b1) >> 20, run, i]),
      )
      checkSort(runs, order, 3, 12)
    }),
    { numRuns: 10 },
  )
})

const asStored = ({ tables }: SortedRun): StoredRun => ({
  numTables: tables.length,
  table: number => tables[number]!,
})

const checkSort = (
  runs: readonly (readonly unknown[])[],
  order: RunnableOrder,
  n: number,
  sampleSize: number,
): void => {
  const { key = (record: unknown) => record } = order
  const compare = keyComparisonOf(order)
  const expected = runs.flat().sort((a, b) => compare(key(a), key(b)))
  const stored = runs.flatMap(run => sortedRun(run, order, sampleSize) ?? []).map(asStored)
  const ranges = Array.from({ length: n }, (_, r) => [...mergeRuns(stored, n, r, order)].flat())
  assert.ok(same(expected, ranges.flat()))
}
