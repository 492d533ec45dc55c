import assert from 'node:assert/strict'
import { test } from 'node:test'
import { poisson, randomOf, xoshiro } from './random.ts'

test('the numbers of the published generator', () => {
  const next = xoshiro(1, 2, 3, 4)
  assert.deepEqual(
    Array.from({ length: 10 }, next),
    [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
  )
})

test('a seed is a sequence, and neighbours are strangers', () => {
  const draws = (...seeds: number[]) => Array.from({ length: 1000 }, randomOf(...seeds))
  assert.deepEqual(draws(1, 2), draws(1, 2))
  for (const other of [draws(2, 1), draws(1, 3), draws(12)]) {
    const covariance = draws(1, 2).reduce((sum, u, i) => sum + (u - 0.5) * (other[i]! - 0.5), 0) / 1000
    assert.ok(Math.abs(covariance) < 0.02, `${covariance}`)
  }
})

test('Poisson numbers have their mean, small or large, and its variance', () => {
  for (const mean of [0, 0.1, 1, 31.9, 500]) {
    const random = randomOf(7, mean)
    const drawn = Array.from({ length: 4000 }, () => poisson(random, mean))
    const average = drawn.reduce((a, b) => a + b, 0) / drawn.length
    const variance = drawn.reduce((sum, n) => sum + (n - average) ** 2, 0) / drawn.length
    assert.ok(Math.abs(average - mean) <= 5 * Math.sqrt(mean / drawn.length), `${average} for ${mean}`)
    assert.ok(Math.abs(variance - mean) <= 0.2 * mean, `variance ${variance} for ${mean}`)
  }
})
