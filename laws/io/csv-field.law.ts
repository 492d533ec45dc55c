// Numbers of the everyday form are read without a RegExp; nobody can tell.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FIELD_PARSERS } from '../../src/io/csv-field.ts'

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'0123456789012345678901234567890123456789.-+e '), maxLength: 20 }),
  fc
    .tuple(fc.integer({ min: -1e15, max: 1e15 }), fc.nat(17))
    .map(([n, digits]) => (n / 10 ** digits).toFixed(digits)),
  fc.double({ noNaN: true }).map(String),
  fc.integer({ min: -(2 ** 31) - 2, max: 2 ** 31 + 1 }).map(String),
)

test('float64 is what Number says of a decimal, int32 of an integer that fits', () =>
  fc.assert(
    fc.property(text, text => {
      const number = Number(text)
      const isDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(number)
      if (!/Infinity/.test(text))
        assert.ok(Object.is(FIELD_PARSERS.float64(text), isDecimal ? number : undefined), text)
      const isInt32 = /^[+-]?\d+$/.test(text) && number >= -(2 ** 31) && number < 2 ** 31
      assert.ok(Object.is(FIELD_PARSERS.int32(text), isInt32 ? number | 0 : undefined), text)
    }),
  ))
