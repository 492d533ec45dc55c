import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBlock, sealBlock } from './block.ts'

const header = { shuffle: '7.1', mapIndex: 3, reducer: 5, attempt: 0, rows: 2 }
const body = Uint8Array.of(1, 2, 3)

test('a block says what it is', () => {
  const opened = openBlock(sealBlock(header, body), { shuffle: '7.1', mapIndex: 3, reducer: 5 })
  assert.deepEqual([opened.header, [...opened.body]], [header, [1, 2, 3]])
})

test('a block of another reducer is refused by name', () => {
  assert.throws(() => openBlock(sealBlock({ ...header, reducer: 6 }, body), header), {
    code: 'FETCH_FAILED',
    message: /its reducer is 6, not 5/,
  })
})

test('a flipped bit is found by the checksum', () => {
  const bytes = sealBlock(header, body)
  bytes[bytes.length - 1]! ^= 1
  assert.throws(() => openBlock(bytes, header), /checksum/)
})
