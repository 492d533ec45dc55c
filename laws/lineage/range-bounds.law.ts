// Ranges follow the order of keys, miss none, and are about equally full.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareValues } from '../../src/lineage/compare.ts'
import { boundsOf, rangeOf, regularSample } from '../../src/lineage/range-bounds.ts'

const sorted = fc
  .array(fc.oneof(fc.integer(), fc.integer({ min: 0, max: 5 })), { maxLength: 60 })
  .map(keys => keys.toSorted((a, b) => a - b))
/** Some inputs are far larger than others, and lie elsewhere. */
const run = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(1, 8, 500))
  .map(([from, count]) => Array.from({ length: count }, (_, i) => from + i))
const inputs = fc.array(fc.oneof(sorted, run), { minLength: 1, maxLength: 6 })
const sizes = fc.record({ ranges: fc.integer({ min: 1, max: 8 }), sample: fc.integer({ min: 1, max: 40 }) })

const boundsFor = (sorted: readonly number[][], ranges: number, sample: number) =>
  boundsOf(
    sorted.map(keys => ({ keys: regularSample(keys, sample), records: keys.length })),
    ranges,
    compareValues,
  )

test('a greater key is never in an earlier range, and every range exists', () => {
  fc.assert(
    fc.property(inputs, sizes, fc.integer(), fc.integer(), (sorted, { ranges, sample }, a, b) => {
      const bounds = boundsFor(sorted, ranges, sample)
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map(key => rangeOf(bounds, key, compareValues))
      assert.ok(low! <= high! && low! >= 0 && high! < ranges)
      assert.equal(low, bounds.filter(bound => (bound as number) < Math.min(a, b)).length)
    }),
  )
})

test('a range holds its share, one distance of each sample, and what has the key of its bound', () => {
  fc.assert(
    fc.property(inputs, sizes, (sorted, { ranges, sample }) => {
      const bounds = boundsFor(sorted, ranges, sample)
      const all = sorted.flat()
      const distances = sorted.map(keys =>
        Math.ceil(keys.length / Math.min(sample, Math.max(1, keys.length))),
      )
      const slack = distances.reduce((sum, distance) => sum + distance, 0) + Math.max(...distances)
      for (let range = 0; range < ranges; range++) {
        const held = all.filter(key => rangeOf(bounds, key, compareValues) === range)
        const unlikeBound = held.filter(key => key !== bounds[range])
        assert.ok(unlikeBound.length <= all.length / ranges + slack)
      }
    }),
  )
})

test('a sample is regular: no gap between its keys, or before the first, is longer than the distance', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), (count, size) => {
      const positions = regularSample(
        Array.from({ length: count }, (_, i) => i),
        size,
      ) as number[]
      assert.equal(positions.length, Math.min(count, size))
      for (const [i, position] of positions.entries())
        assert.ok(position - (positions[i - 1] ?? -1) <= Math.ceil(count / size))
      assert.equal(positions.at(-1) ?? -1, count - 1)
    }),
  )
})
