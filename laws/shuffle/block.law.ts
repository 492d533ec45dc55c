// A block that is not, bit for bit, the one that was asked for is never read.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BlockHeader, openBlock, sealBlock } from '../../src/codec/block.ts'
import { PartitaError } from '../../src/fault.ts'

const u32 = fc.nat(2 ** 32 - 1)
const header: fc.Arbitrary<BlockHeader> = fc.record(
  { shuffle: fc.oneof(fc.string(), fc.nat()), mapIndex: u32, reducer: u32, attempt: u32, rows: u32 },
  { noNullPrototype: true },
)
const body = fc.uint8Array({ maxLength: 40 })

const refuses = (bytes: Uint8Array, expected: Partial<BlockHeader>): void => {
  assert.throws(
    () => openBlock(bytes, expected),
    error => error instanceof PartitaError && error.code === 'FETCH_FAILED',
  )
}

test('a sealed block opens as it was', () => {
  fc.assert(
    fc.property(header, body, (header, body) => {
      const opened = openBlock(sealBlock(header, body), header)
      assert.deepEqual(opened.header, header)
      assert.deepEqual(Buffer.from(opened.body), Buffer.from(body))
    }),
  )
})

test('every flipped bit, every cut and every added byte of a block is seen', () => {
  fc.assert(
    fc.property(header, body, (header, body) => {
      const bytes = sealBlock(header, body)
      for (let at = 0; at < bytes.length; at++) {
        for (let bit = 0; bit < 8; bit++) refuses(bytes.with(at, bytes[at]! ^ (1 << bit)), header)
        refuses(bytes.subarray(0, at), header)
      }
      refuses(Buffer.concat([bytes, Buffer.of(0)]), header)
    }),
    { numRuns: 20 },
  )
})

test('a whole block of another place is seen', () => {
  fc.assert(
    fc.property(header, header, body, (mine, other, body) => {
      for (const field of Object.keys(mine) as (keyof BlockHeader)[])
        if (mine[field] !== other[field]) refuses(sealBlock({ ...mine, [field]: other[field] }, body), mine)
    }),
  )
})
