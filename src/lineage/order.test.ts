import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartitaError } from '../fault.ts'
import { compareValues } from './compare.ts'
import { comparisonOf, keyComparisonOf, sortedBy } from './order.ts'

const sorted = (values: readonly unknown[]): unknown[] => sortedBy(values, compareValues)

test('each kind has its order', () => {
  assert.deepEqual(sorted([Number.NaN, 1, undefined, -1, null, 10]), [undefined, null, -1, 1, 10, Number.NaN])
  assert.deepEqual(sorted(['é', '10', 'b', 'B', '9', 'a', 'z']), ['10', '9', 'B', 'a', 'b', 'z', 'é'])
  assert.deepEqual(sorted([2n, -1n, 10n]), [-1n, 2n, 10n])
  assert.deepEqual(sorted([true, false]), [false, true])
  assert.deepEqual(sorted([new Date(Number.NaN), new Date(1), new Date(0)]).map(Number), [0, 1, Number.NaN])
  assert.deepEqual(sorted([['b', 1], ['a', 2], ['a'], ['a', 1]]), [['a'], ['a', 1], ['a', 2], ['b', 1]])
})

test('undefined comes first, then null, then values', () => {
  assert.ok(compareValues(undefined, null) < 0)
  assert.ok(compareValues(null, 'a') < 0)
  assert.ok(compareValues(1, undefined) > 0)
  assert.equal(compareValues(undefined, undefined), 0)
})

test('two kinds, and kinds without order, are refused', () => {
  const data = (error: unknown) => error instanceof PartitaError && error.code === 'DATA'
  assert.throws(() => compareValues(1, '1'), data)
  assert.throws(() => compareValues([1], 1), data)
  assert.throws(() => compareValues({}, {}), data)
})

test('descending turns the order round and leaves equals as they stand', () => {
  const records = [
    ['a', 1],
    ['b', 2],
    ['c', 1],
  ] as const
  const byNumber = comparisonOf({ key: record => (record as readonly unknown[])[1], descending: true })
  assert.deepEqual(
    [...records].sort(byNumber).map(([name]) => name),
    ['b', 'a', 'c'],
  )
  assert.ok(keyComparisonOf({ descending: true })(1, 2) > 0)
  assert.ok(keyComparisonOf({ compare: (a, b) => Number(b) - Number(a), descending: false })(1, 2) > 0)
})
