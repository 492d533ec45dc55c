// A value that is written into SQL is the value that comes back.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type Session } from 'partita'
import { lit } from 'partita/sql'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 6 }),
  fc.constantFrom(
    null,
    '',
    "'",
    '\\',
    '\0',
    '$1',
    '--',
    '😀',
    0,
    -0,
    2 ** 31,
    -(2 ** 31),
    2 ** 53 - 1,
    1e21,
    5e-324,
  ),
)

/** Whole numbers beyond int32 are int64. */
const expected = (value: unknown): unknown => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return value
  return Math.abs(value) < 2 ** 31 ? value : BigInt(value)
}

test('scalars', () =>
  fc.assert(
    fc.asyncProperty(scalar, async value => {
      const [row] = await session
        .createDataFrame([{ one: 1 }])
        .select(lit(value).as('v'))
        .collect()
      const { v } = row as { v: unknown }
      assert.deepEqual(v instanceof Uint8Array ? new Uint8Array(v) : v, expected(value))
    }),
  ))

test('lists of them', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), async list => {
      const [row] = await session
        .createDataFrame([{ one: 1 }])
        .select(lit(list).as('v'))
        .collect()
      assert.deepEqual((row as { v: unknown }).v, list)
    }),
  ))
