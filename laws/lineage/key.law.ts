// Keys are equal by value, and the texts and hashes that engines use say the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashKey, partitionOf } from '../../src/lineage/hash.ts'
import { canonicalKey, equalKeys, isStructured, normalKey } from '../../src/lineage/key.ts'
import { equal, key, rebuilt, view } from '../arbitrary/key.ts'

/** Parts, and one text of them all: no separator may pass for the border of a part. */
const joined = fc
  .tuple(
    fc.array(fc.string({ maxLength: 2 })),
    fc.constantFrom('', ',', ';', ';s', ',s', ':s', 's1:', '][', '","'),
  )
  .map(([parts, separator]): [unknown, unknown] => [parts, [parts.join(separator)]])
/** The same content in two types. */
const retyped = fc
  .tuple(view, view, fc.array(fc.nat(2), { maxLength: 3 }))
  .map(([make, other, numbers]): [unknown, unknown] => [make(numbers), other(numbers)])
const two = fc.oneof(
  fc.tuple(key, key),
  key.map((k): [unknown, unknown] => [k, rebuilt(k)]),
  joined,
  retyped,
)

test('equality is what it is said to be', () => {
  fc.assert(fc.property(two, ([a, b]) => assert.equal(equalKeys(a, b), equal(a, b))))
})

test('equality is an equivalence', () => {
  fc.assert(
    fc.property(two, key, ([a, b], c) => {
      assert.ok(equalKeys(a, a))
      assert.equal(equalKeys(a, b), equalKeys(b, a))
      if (equalKeys(a, b)) assert.equal(equalKeys(a, c), equalKeys(b, c))
    }),
  )
})

test('a key built anew is equal', () => {
  fc.assert(fc.property(key, a => equalKeys(a, rebuilt(a))))
})

test('texts of structured keys are equal exactly where the keys are', () => {
  fc.assert(
    fc.property(two, ([a, b]) => {
      if (isStructured(a) && isStructured(b)) assert.equal(canonicalKey(a) === canonicalKey(b), equal(a, b))
    }),
    { numRuns: 1000 },
  )
})

test('equal keys have equal hashes, which are int32; storing a key changes neither', () => {
  fc.assert(
    fc.property(two, ([a, b]) => {
      if (equal(a, b)) assert.equal(hashKey(a), hashKey(b))
      assert.equal(hashKey(a), hashKey(a) | 0)
      assert.ok(equalKeys(normalKey(a), a) && !Object.is(normalKey(a), -0))
    }),
  )
})

test('a partition is the non-negative remainder', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1 }), (hash, n) => {
      const partition = partitionOf(hash, n)
      assert.ok(partition >= 0 && partition < n && !Object.is(partition, -0))
      assert.equal((BigInt(hash) - BigInt(partition)) % BigInt(n), 0n)
    }),
  )
})

test('strings spread evenly', () => {
  const counts = new Array<number>(16).fill(0)
  for (let i = 0; i < 16_000; i++) counts[partitionOf(hashKey(`word${i}`), 16)]!++
  for (const count of counts) assert.ok(count > 800 && count < 1200)
})
