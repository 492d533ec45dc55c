import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashKey, hashNumber, hashString, partitionOf } from './hash.ts'

test('small integers spread by modulo, as in Spark; null goes to 0', () => {
  assert.deepEqual(
    [0, 3, 1, 2, -1, -4, -3].map(key => partitionOf(hashKey(key), 3)),
    [0, 0, 1, 2, 2, 2, 0],
  )
  assert.equal(hashKey(null), 0)
  assert.ok(Object.is(partitionOf(-4, 2), 0))
})

test('the hashes are fixed: where a key lives is part of the meaning', () => {
  // Computed from the published definitions by another program.
  assert.deepEqual(
    ['', 'a', 'partita', 'é中'].map(hashString),
    [-1421968373, 444641715, -1721692079, -443195177],
  )
  assert.deepEqual([0.5, 2 ** 31].map(hashNumber), [212211137, 817838341])
  assert.equal(hashKey(-0), 0)
  assert.equal(hashKey(-(2 ** 31)), -(2 ** 31))
})

test('every NaN is one key', () => {
  const odd = new Float64Array(new BigUint64Array([0x7ff8dead0000beefn]).buffer)[0]
  assert.equal(hashKey(odd), hashKey(Number.NaN))
})
