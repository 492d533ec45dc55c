// Batches cross a border as bytes and come out as rows, whatever the schema; of a row only the fields asked for.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { concatBatches } from '../../src/codec/concat.ts'
import { openBatch, sealBatch } from '../../src/codec/held-batch.ts'
import { rowReader } from '../../src/codec/read-rows.ts'
import { PartitaError } from '../../src/fault.ts'
import type { ColumnBatch } from '../../src/lineage/batch.ts'
import type { Field } from '../../src/lineage/data-type.ts'
import { batchOf, type Table, table } from '../arbitrary/batch.ts'

const rowsOf = (fields: readonly Field[], batch: ColumnBatch, read?: readonly string[]) =>
  [...rowReader(fields, read)(batch)].flat()

test('encoded and decoded, also in memory that others see and at an odd place, rows are the rows they were', () =>
  fc.assert(
    fc.property(table(40), fc.nat(9), ({ fields, rows }, place) => {
      const bytes = sealBatch(fields, batchOf({ fields, rows }))
      const memory = new Uint8Array(new SharedArrayBuffer(bytes.length + 10), place, bytes.length)
      memory.set(bytes)
      for (const there of [bytes, memory])
        assert.deepStrictEqual(rowsOf(fields, openBatch(fields, there)), rows)
    }),
  ))

test('what is encoded of a part of a batch is that part', () =>
  fc.assert(
    fc.property(table(), fc.nat(12), ({ fields, rows }, from) => {
      const batch = batchOf({ fields, rows })
      const part = concatBatches(fields, [{ of: batch, from: Math.min(from, rows.length), to: rows.length }])
      assert.deepStrictEqual(rowsOf(fields, openBatch(fields, sealBatch(fields, part))), rows.slice(from))
    }),
  ))

const some: fc.Arbitrary<Table & { readonly read: readonly string[] }> = table().chain(({ fields, rows }) =>
  fc.subarray(fields.map(({ name }) => name)).map(read => ({ fields, rows, read })),
)
test('a projection leaves the other fields out', () =>
  fc.assert(
    fc.property(some, ({ fields, rows, read }) => {
      const expected = rows.map(row => {
        const kept = Object.entries(Object.getOwnPropertyDescriptors(row)).filter(([name]) =>
          read.includes(name),
        )
        return kept.reduce(
          (object, [name, descriptor]) => Object.defineProperty(object, name, descriptor),
          {},
        )
      })
      assert.deepStrictEqual(rowsOf(fields, batchOf({ fields, rows }), [...read, 'no such field']), expected)
    }),
  ))

test('no flipped bit goes unseen', () =>
  fc.assert(
    fc.property(table(), fc.nat(), fc.nat(7), ({ fields, rows }, at, bit) => {
      const bytes = sealBatch(fields, batchOf({ fields, rows }))
      bytes[at % bytes.length]! ^= 1 << bit
      assert.throws(
        () => openBatch(fields, bytes),
        error => error instanceof PartitaError && error.code === 'DATA',
      )
      bytes[at % bytes.length]! ^= 1 << bit
      assert.throws(
        () => openBatch(fields, bytes.subarray(0, at % bytes.length)),
        error => error instanceof PartitaError && error.code === 'DATA',
      )
    }),
  ))

test('a timestamp that no Date holds names record and field', () => {
  const fields = [{ name: 'at', type: 'timestamp', nullable: false }] as const
  const batch = (...micros: bigint[]) => ({
    length: micros.length,
    columns: [{ length: micros.length, validity: undefined, values: BigInt64Array.from(micros) }],
  })
  const read = rowReader(fields)
  assert.equal([...read(batch(1000n, 0n))].flat().length, 2)
  for (const bad of [1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 60n + 1n])
    assert.throws(() => [...rowReader(fields)(batch(0n, bad))], {
      code: 'DATA',
      message: /^Field at of record 1 /,
      hint: /date_trunc/,
    })
  assert.throws(() => [...read(batch(2000n, 1n))], { message: /^Field at of record 3 / })
})
