// A batch as Arrow's RecordBatch says the same, value for value, and travels as one.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Vector as ArrowVector } from 'apache-arrow'
import fc from 'fast-check'
import { toRecordBatch } from '../../src/codec/arrow.ts'
import { batchWriter } from '../../src/codec/batch-rows.ts'
import { decode, encode } from '../../src/codec/codec.ts'
import type { DataType } from '../../src/lineage/data-type.ts'
import { sameValue, table } from '../arbitrary/table.ts'

/** What Arrow gives for a value, in our words. */
const ours = (type: DataType, value: unknown): unknown => {
  if (value === null) return null
  if (typeof type === 'object') {
    if ('decimal' in type) {
      const words = Array.from(value as Uint32Array, BigInt)
      const unscaled = BigInt.asIntN(
        128,
        words.reduceRight((sum, word) => (sum << 32n) | word, 0n),
      )
      const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(type.decimal.scale + 1, '0')
      const whole = digits.slice(0, digits.length - type.decimal.scale)
      const rest = type.decimal.scale === 0 ? '' : `.${digits.slice(-type.decimal.scale)}`
      return `${unscaled < 0n ? '-' : ''}${whole}${rest}`
    }
    if ('list' in type) return Array.from(value as ArrowVector, element => ours(type.list.type, element))
    if ('struct' in type)
      return type.struct.reduce<object>((made, field, i) => {
        const inner = Array.from(value as Iterable<[string, unknown]>)[i]![1]
        return Object.defineProperty(made, field.name, { value: ours(field.type, inner), enumerable: true })
      }, {})
    return new Map(
      Array.from(value as Iterable<[unknown, unknown]>, ([k, v]) => [
        ours(type.map.key.type, k),
        ours(type.map.value.type, v),
      ]),
    )
  }
  return type === 'date' || type === 'timestamp' ? new Date(value as number) : value
}

test('column for column, value for value, here and after a journey', () =>
  fc.assert(
    fc.asyncProperty(
      table.filter(({ fields }) => !JSON.stringify(fields).includes('"map"')),
      async ({ fields, rows }) => {
        const made = await toRecordBatch(fields, batchWriter(fields)(rows))
        const [travelled] = decode(encode([made])) as [typeof made]
        for (const batch of [made, travelled]) {
          assert.deepEqual(
            batch.schema.fields.map(({ name, nullable }) => [name, nullable]),
            fields.map(({ name, nullable }) => [name, nullable]),
          )
          assert.equal(batch.numRows, rows.length)
          for (const [c, { name, type }] of fields.entries())
            for (const [i, row] of rows.entries())
              assert.ok(
                sameValue(
                  ours(type, batch.getChildAt(c)!.get(i)),
                  Object.getOwnPropertyDescriptor(row, name)?.value,
                ),
                `${name} of row ${i}`,
              )
        }
      },
    ),
  ))
