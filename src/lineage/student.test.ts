import assert from 'node:assert/strict'
import { test } from 'node:test'
import { studentBound } from './student.ts'

test('bounds are those of the tables', () => {
  for (const [freedom, probability, expected] of [
    [1, 0.95, 12.706],
    [2, 0.95, 4.303],
    [3, 0.9, 2.353],
    [4, 0.99, 4.604],
    [10, 0.95, 2.228],
    [31, 0.95, 2.04],
    [5000, 0.95, 1.962],
  ] as const)
    assert.ok(Math.abs(studentBound(freedom, probability) - expected) < 1e-3 * expected, `${freedom}`)
})
