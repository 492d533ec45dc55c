// Memory for blocks: no two blocks share a byte, the budget holds, and what was given back can be given again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { slabsWithin } from '../../src/storage/slabs.ts'

const move = fc.record({ give: fc.boolean(), length: fc.integer({ min: 1, max: 300 }), pick: fc.nat(99) })

test('blocks keep their bytes, within the budget, until they are given back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 64, max: 2000 }), fc.array(move, { maxLength: 80 }), (budget, moves) => {
      const slabs = slabsWithin(budget)
      const live: { readonly bytes: Uint8Array; readonly mark: number }[] = []
      for (const [mark, { give, length, pick }] of moves.entries()) {
        if (!give && live.length > 0) slabs.release(live.splice(pick % live.length, 1)[0]!.bytes)
        const bytes = give ? slabs.allocate(length) : undefined
        if (bytes !== undefined) {
          assert.equal(bytes.length, length)
          assert.equal(bytes.byteOffset % 8, 0)
          live.push({ bytes: bytes.fill(mark), mark })
        }
        assert.ok(slabs.heldBytes() <= budget)
        for (const each of live) assert.ok(each.bytes.every(byte => byte === each.mark))
      }
      for (const { bytes } of live) slabs.release(bytes)
      for (let length = 1; slabs.canHold(length); length += 37) {
        const bytes = slabs.allocate(length)
        assert.ok(bytes !== undefined, `${length} bytes of ${budget}`)
        slabs.release(bytes)
      }
    }),
  )
})
