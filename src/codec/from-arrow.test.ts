import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as A from 'apache-arrow'
import { arrowFields } from './arrow-type.ts'
import { rowReader } from './batch-rows.ts'
import { fromTable } from './from-arrow.ts'

const values = (table: A.Table): unknown[] => {
  const { fields, batches } = fromTable(table)
  return [...batches].flatMap(batch => rowReader(fields)(batch)).map(row => row.x)
}
const one = (vector: A.Vector): A.Table => new A.Table({ x: vector })
const typeOf = (table: A.Table) => arrowFields(table.schema)[0]!.type

test('dictionaries, also of several chunks', () => {
  const words = ['a', 'bb', null, 'a', 'ccc', null]
  const plain = A.vectorFromArray(words, new A.Dictionary(new A.Utf8(), new A.Int8()))
  assert.deepEqual(values(one(plain)), words)
  assert.deepEqual(values(one(A.tableFromArrays({ x: words as string[] }).getChild('x')!)), words)
  const two = one(plain.concat(A.vectorFromArray(['z', 'a'], plain.type)))
  assert.deepEqual(values(two), [...words, 'z', 'a'])
  const type = new A.Dictionary(new A.Utf8(), new A.Int8())
  const dictionary = A.vectorFromArray(['a', null], new A.Utf8())
  const holed = A.makeData({ type, length: 3, data: Int8Array.of(1, 0, 1), dictionary })
  assert.deepEqual(values(one(A.makeVector(holed))), [null, 'a', null])
  const astray = A.makeData({ type, length: 1, data: Int8Array.of(2), dictionary })
  assert.throws(() => values(one(A.makeVector(astray))), { code: 'DATA', message: /beyond its dictionary/ })
  const numbers = A.vectorFromArray([7, null, 7], new A.Dictionary(new A.Int32(), new A.Int32()))
  assert.deepEqual(values(one(numbers)), [7, null, 7])
})

test('large and fixed sizes, views and halves', () => {
  assert.deepEqual(values(one(A.vectorFromArray(['é', null, ''], new A.LargeUtf8()))), ['é', null, ''])
  assert.deepEqual(values(one(A.vectorFromArray([Uint8Array.of(1, 2), null], new A.FixedSizeBinary(2)))), [
    Uint8Array.of(1, 2),
    null,
  ])
  const pairs = new A.FixedSizeList(2, new A.Field('item', new A.Int32(), true))
  assert.deepEqual(values(one(A.vectorFromArray([[1, 2], null, [3, 4]], pairs))), [[1, 2], null, [3, 4]])
  assert.deepEqual(values(one(A.vectorFromArray([1.5, null, -2], new A.Float16()))), [1.5, null, -2])
  assert.deepEqual(values(one(A.vectorFromArray([null, null], new A.Null()))), [null, null])
})

test('times of other units', () => {
  const at = new Date('2024-02-29T12:34:56.000Z')
  const units = [A.TimeUnit.SECOND, A.TimeUnit.MILLISECOND, A.TimeUnit.MICROSECOND, A.TimeUnit.NANOSECOND]
  for (const unit of units) {
    const vector = A.vectorFromArray([at, null], new A.Timestamp(unit, 'UTC'))
    assert.equal(typeOf(one(vector)), 'timestamp')
    assert.deepEqual(values(one(vector)), [at, null])
  }
  const between = A.makeVector(
    A.makeData({ type: new A.Timestamp(A.TimeUnit.NANOSECOND), length: 1, data: BigInt64Array.of(1001n) }),
  )
  assert.throws(() => values(one(between)), { code: 'DATA', message: /field x .* no whole microseconds/ })
  const day = new Date('2024-02-29')
  assert.deepEqual(values(one(A.vectorFromArray([day, null], new A.DateMillisecond()))), [day, null])
})

test('decimals of any width', () => {
  const decimal = (words: readonly number[]) =>
    A.makeVector(
      A.makeData({
        type: new A.Decimal(2, 20, 32 * words.length),
        length: 1,
        data: Uint32Array.from(words),
      }),
    )
  const minusOne = 0xffff_ffff
  assert.deepEqual(values(one(decimal([150, 0, 0, 0]))), ['1.50'])
  assert.deepEqual(values(one(decimal([minusOne, minusOne, minusOne, minusOne]))), ['-0.01'])
  for (const words of [1, 2, 8])
    assert.deepEqual(values(one(decimal(new Array(words).fill(minusOne)))), ['-0.01'])
  const short = A.makeData({ type: new A.Decimal(1, 5, 32), length: 2, data: Int32Array.of(-15, 7) as never })
  assert.deepEqual(values(one(A.makeVector(short))), ['-1.5', '0.7'])
})

test('what has no counterpart is refused by its name', () => {
  const type = new A.Struct([new A.Field('for how long', new A.DurationSecond(), true)])
  assert.throws(() => arrowFields(new A.Schema([new A.Field('x', type, true)])), {
    code: 'UNSUPPORTED',
    message: /x\["for how long"\] is of type Duration/,
  })
  assert.throws(() => arrowFields(new A.Schema([new A.Field('t', new A.TimeSecond(), true)])), {
    code: 'UNSUPPORTED',
  })
})

test('bytes that are no UTF-8, offsets that lead astray, nulls against the schema', () => {
  const text = (bytes: readonly number[], offsets: readonly number[]) =>
    one(
      A.makeVector(
        new A.Data(new A.Utf8(), 0, offsets.length - 1, 0, {
          [A.BufferType.OFFSET]: Int32Array.from(offsets),
          [A.BufferType.DATA]: Uint8Array.from(bytes),
        }),
      ),
    )
  assert.deepEqual(values(text([9, 97, 98, 99], [1, 2, 4])), ['a', 'bc'])
  assert.throws(() => values(text([0xff], [0, 1])), { code: 'DATA', message: /field x .* not UTF-8/ })
  assert.throws(() => values(text([97, 98], [0, 9])), { code: 'DATA', message: /beyond/ })
  assert.throws(() => values(text([97, 98], [0, 2, 1, 2])), { code: 'DATA', message: /offsets/ })
  const strict = new A.Schema([new A.Field('x', new A.Int32(), false)])
  const data = A.vectorFromArray([1, null], new A.Int32()).data[0]!
  const lying = new A.Table(
    strict,
    new A.RecordBatch(
      strict,
      A.makeData({ type: new A.Struct(strict.fields), length: 2, nullCount: 0, children: [data] }),
    ),
  )
  assert.throws(() => values(lying), { code: 'DATA', message: /field x has nulls/ })
})
