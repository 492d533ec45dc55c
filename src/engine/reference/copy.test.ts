import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartitaError } from '../../fault.ts'
import { Group } from '../../lineage/group.ts'
import { copy } from './copy.ts'

test('plain data comes out as it went in, and is not the same', () => {
  const holed = [1, 2, -0]
  delete holed[1]
  const record = {
    holed,
    nothing: undefined,
    nan: Number.NaN,
    big: 2n ** 70n,
    at: new Date(5),
    pattern: /a+/gu,
    map: new Map<unknown, unknown>([[{ k: 1 }, new Set(['x'])]]),
    bytes: Buffer.from('ab'),
    floats: new Float64Array([1, -0]),
    bare: Object.assign(Object.create(null), { x: 1 }),
  }
  const copied = copy(record) as typeof record
  assert.deepStrictEqual(copied, record)
  assert.notEqual(copied.map, record.map)
  assert.ok(!(1 in copied.holed))
  assert.ok(Object.is(copied.holed[2], -0))
  assert.ok(Buffer.isBuffer(copied.bytes))
  assert.deepEqual([...(copy(new Group([1, 2])) as Group<number>)], [1, 2])
})

test('sharing and cycles within a record stay', () => {
  const part = { n: 1 }
  const record: { a: object; b: object; self?: object } = { a: part, b: part }
  record.self = record
  const copied = copy(record) as typeof record
  assert.equal(copied.a, copied.b)
  assert.equal(copied.self, copied)
})

test('an error keeps its class, cause and fields', () => {
  const error = Object.assign(new TypeError('bad', { cause: new RangeError('why') }), { code: 7 })
  const copied = copy(error) as typeof error
  assert.ok(copied instanceof TypeError && copied.cause instanceof RangeError)
  assert.deepEqual([copied.message, copied.code, copied.stack], ['bad', 7, error.stack])
})

test('anything that would change is refused by its path', () => {
  class Point {}
  const refusal = (message: string) => (error: unknown) =>
    error instanceof PartitaError && error.code === 'DATA' && error.message.startsWith(message)
  assert.throws(() => copy([0, { at: new Point() }]), refusal('record[1].at is an instance of Point,'))
  assert.throws(() => copy(() => 1), refusal('record is a function,'))
  assert.throws(() => copy({ s: Symbol('s') }), refusal('record.s is a symbol,'))
  assert.throws(() => copy([Promise.resolve()]), refusal('record[0] is a promise,'))
  assert.throws(
    () =>
      copy({
        get x() {
          return 1
        },
      }),
    refusal('record.x is an accessor,'),
  )
})
