// Rows that come one by one become what whole columns of their values become.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rowAppender } from '../../src/codec/append-rows.ts'
import { encodeBatch } from '../../src/codec/batch.ts'
import { batchWriter } from '../../src/codec/batch-rows.ts'
import { columnWriter } from '../../src/codec/write-column.ts'
import type { Field } from '../../src/lineage/data-type.ts'
import { SCALARS, table } from '../arbitrary/table.ts'

/** Values of every kind, most of them at the edge of some type. */
const value = fc.oneof(
  fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, 0.5, true, '5', [], {}),
  fc
    .constantFrom(7, 8, 15, 16, 31, 32, 53, 63, 64)
    .chain(bits => fc.constantFrom(2 ** bits, 2 ** bits - 1, -(2 ** bits), -(2 ** bits) - 1)),
  fc.bigInt(),
  fc.boolean(),
  fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', '\ud800', '\udc00') }),
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(0, 1, -1).map(days => new Date(days * 86_400_000)),
)

const told = (write: () => Uint8Array): unknown => {
  try {
    return write()
  } catch (error) {
    return (error as Error).message
  }
}

test('a value of a row is taken, or refused, as one of a column is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SCALARS), fc.boolean(), value, (type, nullable, value) => {
      const field: Field = { name: 'x', type, nullable }
      const alone = columnWriter(field)
      const where = () => ({ record: 0, path: 'x' })
      assert.deepEqual(
        told(() => encodeBatch([field], batchWriter([field])([{ x: value }]))),
        told(() => encodeBatch([field], { length: 1, columns: [alone([value], where)] })),
      )
    }),
  )
})

test('an appender that is used again gives what a new one gives', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 5 }), ({ fields, rows }, capacity) => {
      const { append, take } = rowAppender(fields)(capacity)
      for (let from = 0; from < rows.length; from += capacity) {
        const some = rows.slice(from, from + capacity)
        for (const row of some) append(row)
        assert.deepEqual(encodeBatch(fields, take()), encodeBatch(fields, batchWriter(fields)(some)))
      }
    }),
  )
})

test('long texts, and many, are encoded as they would be one by one', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀'), maxLength: 40 })
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), fc.nat(1500), (some, n) => {
      const texts = Array.from({ length: n }, (_, i) => some[i % some.length]!.repeat((i % 7) + 1))
      const fields = [{ name: 'x', type: 'string', nullable: false }] as const
      const { columns } = batchWriter(fields)(texts.map(x => ({ x })))
      const { values, offsets } = columns[0]!
      const bytes = Buffer.from(values as Uint8Array)
      assert.deepEqual(
        texts,
        texts.map((_, i) => bytes.toString('utf8', offsets![i], offsets![i + 1])),
      )
    }),
  )
})

test('two halves of a pair in strings that follow each other are no text', () => {
  const fields = [{ name: 'x', type: 'string', nullable: false }] as const
  fc.assert(
    fc.property(fc.nat(1500), n => {
      const texts = [...Array.from({ length: n }, () => 'a'), 'b\ud83d', '\ude00c']
      assert.throws(() => batchWriter(fields)(texts.map(x => ({ x }))), { code: 'DATA', recordIndex: n })
    }),
  )
})
