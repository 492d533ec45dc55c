// The default order is total on what has an order, and a sort by it is a stable permutation.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareValues } from '../../src/lineage/compare.ts'
import { comparisonOf } from '../../src/lineage/order.ts'

const absent = fc.constantFrom(undefined, null)
const kinds = [
  fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double(), fc.constantFrom(Number.NaN, -0, 0)),
  fc.bigInt({ min: -2n, max: 2n }),
  fc.string({ maxLength: 2 }),
  fc.boolean(),
  fc.date({ noInvalidDate: false }),
] as const
/** Several values of one kind, or tuples of the same kinds, absent ones among them. */
const comparable = (count: number): fc.Arbitrary<unknown[]> => {
  const several = (values: fc.Arbitrary<unknown>) =>
    fc.array(fc.oneof({ arbitrary: values, weight: 5 }, absent), { minLength: count, maxLength: count })
  const tuples = fc
    .array(fc.constantFrom(...kinds), { maxLength: 3 })
    .chain(columns => several(fc.tuple(...columns.map(column => fc.oneof(column, absent)))))
  return fc.oneof(...kinds.map(several), tuples)
}

test('the order is total', () => {
  fc.assert(
    fc.property(comparable(3), ([a, b, c]) => {
      assert.equal(compareValues(a, a), 0)
      assert.equal(Math.sign(compareValues(a, b)), 0 - Math.sign(compareValues(b, a)))
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) assert.ok(compareValues(a, c) <= 0)
    }),
    { numRuns: 1000 },
  )
})

test('it is the order of the language where that has one', () => {
  const plain = fc.oneof(
    fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })),
    fc.tuple(fc.string(), fc.string()),
  )
  fc.assert(
    fc.property(plain, ([a, b]) => compareValues(a, b) < 0 === a < b && compareValues(a, b) > 0 === a > b),
  )
})

test('tuples differ where they first differ', () => {
  const tuple = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 })
  fc.assert(
    fc.property(tuple, tuple, (a, b) => {
      const at = a.findIndex((x, i) => x !== b[i])
      const expected = at === -1 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!
      assert.equal(Math.sign(compareValues(a, b)), Math.sign(expected))
    }),
  )
})

test('descending is the mirror, and equals stay as they stand', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 })), keys => {
      const records = keys.map((key, position) => ({ key, position }))
      const by = (descending: boolean) =>
        records.toSorted(comparisonOf({ key: record => (record as { key: number }).key, descending }))
      const groups = (sorted: typeof records) =>
        [0, 1, 2, 3].map(key => sorted.filter(record => record.key === key))
      assert.deepEqual(groups(by(true)), groups(by(false)))
      assert.deepEqual(
        by(true).map(record => record.key),
        keys.toSorted((a, b) => b - a),
      )
    }),
  )
})
