import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareValues } from './compare.ts'
import { boundsOf, rangeOf, regularSample } from './range-bounds.ts'

const whole = (keys: readonly unknown[]) => ({ keys, records: keys.length })

test('a sample is regular and holds the greatest key', () => {
  assert.deepEqual(regularSample([1, 2, 3, 4, 5, 6, 7, 8], 4), [2, 4, 6, 8])
  assert.deepEqual(regularSample([1, 2], 4), [1, 2])
  assert.deepEqual(regularSample([], 4), [])
})

test('bounds cut even shares; a key on a bound belongs below it', () => {
  const bounds = boundsOf([whole([1, 2, 3]), whole([4, 5, 6])], 3, compareValues)
  assert.deepEqual(bounds, [2, 4])
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map(key => rangeOf(bounds, key, compareValues)),
    [0, 0, 1, 1, 2, 2],
  )
})

test('a key that stands for more records weighs more', () => {
  const few = { keys: [1, 2], records: 2 }
  assert.deepEqual(boundsOf([few, { keys: [5, 9], records: 2 }], 2, compareValues), [2])
  assert.deepEqual(boundsOf([few, { keys: [5, 9], records: 98 }], 2, compareValues), [5])
})

test('fewer records than ranges leave ranges empty', () => {
  const bounds = boundsOf([whole([1, 2, 3])], 10, compareValues)
  assert.equal(bounds.length, 9)
  assert.equal(new Set([1, 2, 3].map(key => rangeOf(bounds, key, compareValues))).size, 3)
  assert.deepEqual(boundsOf([whole([])], 4, compareValues), [])
})
