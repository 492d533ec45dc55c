import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartitaError } from '../fault.ts'
import { Group } from '../lineage/group.ts'
import { decode, encode } from './codec.ts'
import { columnOf } from './column.ts'

const roundTrip = (...records: unknown[]): unknown[] => decode(encode(records))
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

test('flat records become columns', () => {
  const column = columnOf(times(20, i => [`k${i}`, { n: i, half: i / 2 }]))
  assert.equal(column.type, 'rows')
  if (column.type !== 'rows') return
  const [key, value] = column.fields
  assert.equal(key?.type, 'latin1')
  assert.equal(value?.type === 'rows' && value.fields.map(field => field.type).join(), 'int32,float64')
})

test('−0, NaN, undefined and null are kept apart in a column', () => {
  const numbers = [0, -0, 1, Number.NaN, -0]
  for (const [i, x] of roundTrip(...numbers).entries()) assert.ok(Object.is(x, numbers[i]))
  const rows = times(10, i => [i % 3 === 0 ? undefined : i % 3 === 1 ? null : i])
  assert.deepEqual(roundTrip(...rows), rows)
})

test('sharing within a record is kept, also where columns would fit', () => {
  const records = times(10, i => {
    const point = [i, i]
    return [point, point]
  })
  for (const record of roundTrip(...records)) {
    const [a, b] = record as [unknown, unknown]
    assert.equal(a, b)
  }
})

test('a cycle, holes, a null prototype and an own __proto__ survive', () => {
  const cycle: Record<string, unknown> = { name: 'self' }
  cycle.self = cycle
  const [again] = roundTrip(cycle) as [typeof cycle]
  assert.equal(again.self, again)
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
  assert.deepEqual(roundTrip([1, , 3]), [[1, , 3]])
  const [bare] = roundTrip(Object.create(null))
  assert.equal(Object.getPrototypeOf(bare), null)
  const [hostile] = roundTrip(JSON.parse('{"__proto__": {"admin": true}}')) as [object]
  assert.equal(Object.getPrototypeOf(hostile), Object.prototype)
  assert.ok(Object.hasOwn(hostile, '__proto__'))
})

test('views of one buffer share it again, and a small view does not bring all of a large buffer', () => {
  const buffer = new ArrayBuffer(16)
  const [views] = roundTrip([new Uint8Array(buffer, 8), new Float64Array(buffer)]) as [
    [Uint8Array, Float64Array],
  ]
  views[0].fill(0)
  views[1][1] = 1
  assert.equal(views[0][7], 0x3f)
  const large = Buffer.alloc(1_000_000)
  assert.ok(encode([large.subarray(500_000, 500_010)]).length < 100)
})

test('an error keeps its class, message, stack, cause and fields', () => {
  const error = Object.assign(new TypeError('no', { cause: 7 }), { code: 'E' })
  const [again] = roundTrip(error) as [typeof error]
  assert.ok(again instanceof TypeError)
  assert.deepEqual([again.message, again.stack, again.cause, again.code], ['no', error.stack, 7, 'E'])
})

test('a Group arrives as a Group', () => {
  const [group] = roundTrip(new Group([1, 'two'])) as [Group<unknown>]
  assert.ok(group instanceof Group)
  assert.deepEqual(group.toArray(), [1, 'two'])
})

test('what would change is refused by its path', () => {
  class Connection {}
  assert.throws(() => encode([{ jobs: [{ conn: new Connection() }] }]), {
    code: 'DATA',
    message: /record\.jobs\[0\]\.conn is an instance of Connection/,
  })
  assert.throws(() => encode([new Map([['f', async () => {}]])]), /record\.get\("f"\) is a function/)
  assert.throws(
    () => encode([Promise.resolve(1)]),
    (error: PartitaError) => /mapAsync/.test(error.hint ?? ''),
  )
})

test('a promised length is checked before anything is allocated', () => {
  assert.throws(() => decode(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2)), { code: 'DATA' })
})
