import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartitaError } from '../fault.ts'
import { Group } from './group.ts'
import { canonicalKey, equalKeys, normalKey } from './key.ts'

test('primitives are equal as in Map', () => {
  assert.ok(equalKeys(Number.NaN, Number.NaN))
  assert.ok(equalKeys(-0, 0))
  assert.ok(!equalKeys(1, 1n))
  assert.ok(!equalKeys(1, '1'))
  assert.ok(!equalKeys(null, undefined))
})

test('structures are equal by value, field order aside', () => {
  assert.ok(equalKeys({ a: 1, b: [2, 'x'] }, { b: [2, 'x'], a: 1 }))
  assert.ok(!equalKeys({ a: undefined }, {}))
  assert.ok(!equalKeys([undefined], new Array(1)))
  assert.ok(equalKeys(new Date(5), new Date(5)))
  assert.ok(!equalKeys(new Uint8Array([1]), new Int8Array([1])))
  assert.ok(!equalKeys(['a', 'b'], ['a,b']))
  assert.ok(!equalKeys([1, [2]], [[1], 2]))
  assert.ok(equalKeys(new Group([1, 2]), [1, 2]))
})

test('a stored key is never −0', () => {
  assert.ok(Object.is(normalKey(-0), 0))
  assert.equal(normalKey('a'), 'a')
})

test('what has no value equality is refused with a sentence', () => {
  class Point {}
  const circle: unknown[] = []
  circle.push(circle)
  const refusal = (message: RegExp) => (error: unknown) =>
    error instanceof PartitaError && error.code === 'DATA' && message.test(error.message)
  assert.throws(() => canonicalKey([() => 1]), refusal(/^A function cannot be a key\.$/))
  assert.throws(() => canonicalKey([Symbol('s')]), refusal(/^A symbol cannot/))
  assert.throws(() => canonicalKey(new Point()), refusal(/^An instance of Point cannot/))
  assert.throws(() => canonicalKey(new Map()), refusal(/^An instance of Map cannot/))
  assert.throws(() => canonicalKey(circle), refusal(/contains itself/))
  assert.throws(() => canonicalKey({ [Symbol('s')]: 1 }), refusal(/symbols as fields/))
})
