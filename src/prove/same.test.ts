import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Group } from '../lineage/group.ts'
import { sameBag, sameList, sameValue, upToRounding } from './same.ts'

test('by value: NaN is itself, -0 is 0, a missing field is not undefined', () => {
  assert.ok(sameValue([Number.NaN, { a: -0 }], [Number.NaN, { a: 0 }]))
  assert.ok(!sameValue({ a: undefined }, {}) && !sameValue(1, 1n) && !sameValue([1, 2], [2, 1]))
})

test('a group is what is in it, wherever it is', () => {
  const holding = (...values: number[]) => ({ groups: new Map([['k', [new Group(values)]]]) })
  assert.ok(sameValue(holding(1, 2), holding(1, 2)))
  assert.ok(!sameValue(holding(1, 2), holding(2, 1)))
})

test('what leads back to itself is compared too', () => {
  const ring = (n: number) => {
    const made: { n: number; self?: unknown } = { n }
    made.self = made
    return made
  }
  assert.ok(sameValue(ring(1), ring(1)) && !sameValue(ring(1), ring(2)))
})

test('a bag counts, a list has an order', () => {
  assert.ok(sameBag(sameValue)([1, 2, 1], [1, 1, 2]) && !sameBag(sameValue)([1, 2, 1], [1, 2, 2]))
  assert.ok(!sameBag(sameValue)([1], [1, 1]) && !sameList(sameValue)([1, 2], [2, 1]))
})

test('up to rounding, and no further', () => {
  const close = upToRounding()
  assert.ok(close([{ x: 0.1 + 0.2 }], [{ x: 0.3 }]) && close(1e-17, 0) && close(Number.NaN, Number.NaN))
  assert.ok(!close(0.3, 0.30001) && upToRounding(1e-3)(0.3, 0.30001))
  assert.ok(!close([1], [1, 2]) && !close({ a: 1 }, { b: 1 }) && !close(1, '1') && !close([1], { 0: 1 }))
  assert.ok(!close(Infinity, 1) && !close(Infinity, -Infinity))
})
