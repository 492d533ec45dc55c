// The reference's copy of a record and the codec were written apart: what both say of a value is the contract.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decode, encode } from '../../src/codec/codec.ts'
import { copy } from '../../src/engine/reference/copy.ts'
import { same, value } from '../codec/values.ts'

test('a copy is the same', () => {
  fc.assert(fc.property(value, record => same(record, copy(record))))
})

test('the reference copies as the codec does', () => {
  fc.assert(fc.property(value, record => assert.ok(same(copy(record), decode(encode([record]))[0]))))
})
