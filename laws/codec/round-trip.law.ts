// What is decoded is what was encoded: kinds, prototypes, bits, order of fields, and sharing within a record.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ByteReader, ByteWriter } from '../../src/codec/bytes.ts'
import { decode, encode } from '../../src/codec/codec.ts'
import { columnOf, valuesOf } from '../../src/codec/column.ts'
import { ValueReader } from '../../src/codec/read-value.ts'
import { ValueWriter } from '../../src/codec/write-value.ts'
import { PartitaError } from '../../src/fault.ts'
import { records, same, value } from './values.ts'

const eachSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((record, i) => same(record, after[i]))

test('decode ∘ encode is the identity', () => {
  fc.assert(fc.property(records, batch => eachSame(batch, decode(encode(batch)))))
})

test('columns hold what the general codec holds', () => {
  fc.assert(
    fc.property(records, batch => {
      const out = new ByteWriter()
      const writer = new ValueWriter(out)
      batch.forEach((record, i) => {
        writer.record(record, i)
      })
      const reader = new ValueReader(new ByteReader(out.finish()))
      const general = batch.map(() => reader.record())
      return eachSame(general, Array.from(valuesOf(columnOf(batch))))
    }),
  )
})

test('encoding leaves the records as they are, and what is decoded shares nothing with the bytes', () => {
  fc.assert(
    fc.property(records, batch => {
      const bytes = encode(batch)
      const decoded = decode(bytes)
      bytes.fill(0xee)
      return eachSame(batch, decoded)
    }),
  )
})

test('what cannot travel is refused wherever it is, by its path', () => {
  class Connection {}
  const strangers = fc.constantFrom<unknown>(
    () => 1,
    Symbol('s'),
    new Connection(),
    Promise.resolve(1),
    new Proxy({}, { get: () => assert.fail('a trap ran'), ownKeys: () => assert.fail('a trap ran') }),
    Object.defineProperty({}, 'x', { get: () => assert.fail('a getter ran'), enumerable: true }),
    { [Symbol('s')]: 1 },
    new WeakMap(),
    new (class extends Array {})(),
    Object.assign(new Map(), { extra: 1 }),
    new SharedArrayBuffer(8),
  )
  fc.assert(
    fc.property(strangers, fc.nat(30), fc.boolean(), (stranger, at, rows) => {
      const batch: unknown[] = Array.from({ length: 31 }, (_, i) => (rows ? { id: i, conn: {} } : i))
      batch[at] = { id: at, conn: stranger }
      assert.throws(
        () => encode(batch),
        error =>
          error instanceof PartitaError &&
          error.code === 'DATA' &&
          error.message.includes('record.conn') &&
          error.hint !== undefined,
      )
    }),
  )
})

test('damaged bytes are refused or decode to something, soon', () => {
  fc.assert(
    fc.property(
      fc.oneof(records, fc.array(value)),
      fc.nat(),
      fc.nat(255),
      fc.boolean(),
      (batch, at, byte, cut) => {
        const bytes = encode(batch)
        const place = at % bytes.length
        const broken = cut ? bytes.slice(0, place) : bytes.with(place, byte)
        try {
          decode(broken)
        } catch (error) {
          assert.ok(error instanceof PartitaError, `${error}`)
          assert.equal(error.code, 'DATA')
        }
      },
    ),
  )
})
