import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnOf } from '../codec/column.ts'
import { KeyTable } from './key-table.ts'

test('a new key gets the next index, a known one its own', () => {
  const table = new KeyTable()
  assert.deepEqual(
    ['b', 'a', 'b', 7, '7', 7n, [1], [1], null, undefined].map(key => table.index(key)),
    [0, 1, 0, 2, 3, 4, 5, 5, 6, 7],
  )
  assert.deepEqual([...table.keys()], ['b', 'a', 7, '7', 7n, [1], null, undefined])
})

test('−0 is 0, NaN is NaN', () => {
  const table = new KeyTable()
  assert.deepEqual(
    [-0, 0, Number.NaN, Number.NaN].map(key => table.index(key)),
    [0, 0, 1, 1],
  )
  assert.ok(Object.is(table.keyAt(0), 0))
})

test('wide, narrow and cut strings do not meet', () => {
  const table = new KeyTable()
  const keys = ['', '\0', 'a', 'a\0', '愛', 'ab', '\u6261', 'é', 'e']
  assert.deepEqual(
    keys.map(key => table.index(key)),
    keys.map((_, i) => i),
  )
  assert.deepEqual([...table.keys()], keys)
})

test('keys are probed straight from a column', () => {
  const table = new KeyTable()
  table.index('x')
  const column = columnOf(['y', 'x', 'y'])
  assert.equal(column.type, 'latin1')
  assert.deepEqual(Array.from(table.indexColumn(column, 3)), [1, 0, 1])
})

test('functions and symbols are no keys', () => {
  assert.throws(() => new KeyTable().index(Symbol('s')), { code: 'DATA' })
})
