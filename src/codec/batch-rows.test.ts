import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { DataType, Field } from '../lineage/data-type.ts'
import { batchWriter, rowReader } from './batch-rows.ts'

const field = (type: DataType, nullable = true): readonly Field[] => [{ name: 'x', type, nullable }]
const written = (type: DataType, ...values: readonly unknown[]): unknown[] =>
  rowReader(field(type))(batchWriter(field(type))(values.map(x => ({ x })))).map(row => row.x)
const refused = (type: DataType, value: unknown, message: RegExp) =>
  assert.throws(() => written(type, value), { code: 'DATA', message })
const column = (values: BigInt64Array | Int32Array): ColumnBatch => ({
  length: 1,
  columns: [{ length: 1, validity: undefined, values }],
})

test('rows are plain objects of one shape, with null where there is nothing', () => {
  const fields: readonly Field[] = [
    { name: 'id', type: 'int64', nullable: false },
    { name: '__proto__', type: 'string', nullable: true },
  ]
  const rows = [{ id: 1n, ['__proto__']: 'a' }, { id: 2 }, { id: 3n, ['__proto__']: undefined }]
  const [first, second, third] = rowReader(fields)(batchWriter(fields)(rows))
  assert.deepEqual(Object.entries(first!), [
    ['id', 1n],
    ['__proto__', 'a'],
  ])
  assert.deepEqual(Object.entries(second!), [
    ['id', 2n],
    ['__proto__', null],
  ])
  assert.equal(Object.getPrototypeOf(third), Object.prototype)
})

test('what is exact is taken, in other words too', () => {
  assert.deepEqual(written('int64', 1, 2n), [1n, 2n])
  assert.deepEqual(written({ decimal: { precision: 5, scale: 2 } }, '1.5', 1.25, 7n, '-.5', '1e2', '0.10'), [
    '1.50',
    '1.25',
    '7.00',
    '-0.50',
    '100.00',
    '0.10',
  ])
  assert.deepEqual(written({ list: { type: 'float64', nullable: false } }, Float64Array.of(1, 2)), [[1, 2]])
  assert.deepEqual(written('binary', Buffer.from('ab')), [Uint8Array.of(97, 98)])
})

test('what is not exact is refused', () => {
  assert.throws(() => written('int32', 1.5), {
    code: 'DATA',
    message: 'Record 0: x is the number 1.5, not int32.',
  })
  refused('uint8', 256, /number 256, not uint8/)
  refused('int64', 2 ** 60, /not int64/)
  refused('float64', 1n, /bigint 1n, not float64/)
  refused('boolean', 0, /number 0, not boolean/)
  refused('date', new Date('2020-01-01T12:00Z'), /the Date 2020-01-01T12:00:00.000Z, not date/)
  refused('timestamp', new Date(Number.NaN), /Date that is invalid/)
  for (const value of ['1.005', '1000', 'NaN', '', '.', 0.001])
    refused({ decimal: { precision: 5, scale: 2 } }, value, /not decimal\(5,2\)/)
  assert.throws(() => batchWriter(field('int32', false))([{ x: 1 }, {}]), {
    code: 'DATA',
    recordIndex: 1,
    message: 'Record 1: x is missing, not int32.',
  })
  assert.throws(() => batchWriter(field('int32'))([{ x: 1 }, 7]), {
    code: 'DATA',
    message: /Record 1 is no object/,
  })
})

test('half a surrogate pair is refused, also where its neighbours would make it whole', () => {
  assert.deepEqual(written('string', 'é', '🙂'), ['é', '🙂'])
  for (const texts of [['\ud83d', '\ude42'], ['a\ud800'], ['\udc00'.repeat(50)]])
    assert.throws(() => written('string', ...texts), { code: 'DATA', message: /Record 0: x is the string/ })
})

test('times that no Date can be are refused with advice', () => {
  const read = rowReader(field('timestamp'))
  assert.deepEqual(read(column(BigInt64Array.of(-1000n))), [{ x: new Date(-1) }])
  assert.deepEqual(read(column(BigInt64Array.of(8_640_000_000_000_000_000n))), [{ x: new Date(8.64e15) }])
  for (const micros of [1n, -1n, 8_639_999_999_999_999_999n])
    assert.throws(() => read(column(BigInt64Array.of(micros)), { firstRecord: 9 }), {
      code: 'DATA',
      recordIndex: 9,
      message: 'Record 9: x is a timestamp of no whole milliseconds.',
      hint: /date_trunc/,
    })
  const infinity = 2n ** 63n - 1n
  for (const micros of [infinity, -infinity])
    assert.throws(() => read(column(BigInt64Array.of(micros))), { code: 'DATA', message: /no Date can be/ })
  assert.throws(() => rowReader(field('date'))(column(Int32Array.of(2 ** 31 - 1))), { code: 'DATA' })
})

test('fields of one name, and names of no field, are refused', () => {
  const twins: readonly Field[] = [...field('int32'), ...field('string')]
  assert.throws(() => rowReader(twins), { code: 'PLAN', message: /Two fields have the name "x"/ })
  assert.throws(() => rowReader(field('int32'), ['y']), { code: 'PLAN', message: /no field "y"/ })
})

test('more columns than a literal takes', () => {
  const fields = Array.from(
    { length: 1500 },
    (_, i): Field => ({ name: `c${i}`, type: 'int32', nullable: false }),
  )
  const rows = [Object.fromEntries(fields.map(({ name }, i) => [name, i]))]
  assert.deepEqual(rowReader(fields)(batchWriter(fields)(rows)), rows)
})
