// Slices, groups and unions cut without loss: every partition of a parent is read exactly once, in order.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupBounds, unionPart } from '../../src/lineage/partitions.ts'
import { sliceBounds } from '../../src/lineage/source.ts'

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const count = fc.integer({ min: 0, max: 200 })
const parts = fc.integer({ min: 1, max: 40 })

test('slices partition the items evenly, whatever their number', () => {
  fc.assert(
    fc.property(count, parts, (items, n) => {
      const slices = upTo(n).map(i => sliceBounds(items, n, i))
      assert.deepEqual(
        slices.flatMap(([from, to]) => upTo(items).slice(from, to)),
        upTo(items),
      )
      const sizes = slices.map(([from, to]) => to - from)
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
    }),
  )
})

test('slices of very many items neither overlap nor leave gaps', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 1e6 }), fc.nat(), (items, n, at) => {
      const i = at % n
      assert.equal(sliceBounds(items, n, i)[1], i + 1 === n ? items : sliceBounds(items, n, i + 1)[0])
    }),
  )
})

test('a coalesce reads each parent partition once, in order', () => {
  fc.assert(
    fc.property(parts, parts, (parents, n) => {
      const groups = upTo(Math.min(n, parents)).map(group => groupBounds(parents, n, group))
      assert.deepEqual(
        groups.flatMap(([from, to]) => upTo(parents).slice(from, to)),
        upTo(parents),
      )
      assert.ok(groups.every(([from, to]) => from < to))
    }),
  )
})

test('a union reads each partition of each parent once, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 5 }), counts => {
      const total = counts.reduce((sum, n) => sum + n, 0)
      const read = upTo(total).map(partition => unionPart(counts, partition))
      const expected = counts.flatMap((n, parent) => upTo(n).map(partition => ({ parent, partition })))
      assert.deepEqual(read, expected)
    }),
  )
})
