import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvColumns, fieldsOf, schema } from './schema.ts'

test('a schema is columns in the order written, nullable where they end in ?', () => {
  const split = (text: string) => text.split('|')
  const { columns } = schema({ zone: 'int32', at: 'timestamp?', tags: split })
  assert.deepEqual(csvColumns(columns), [
    { name: 'zone', type: 'int32', nullable: false },
    { name: 'at', type: 'timestamp', nullable: true },
    { name: 'tags', type: split, nullable: false },
  ])
})

test('an unknown type is refused with those there are', () => {
  for (const type of ['int31', '', '?', 'toString', 3, null])
    assert.throws(() => schema({ zone: type as never }), { code: 'ARGUMENT', message: /^Column zone has/ })
})

test('columns of relational rows may be nested; a parser is no type', () => {
  assert.deepEqual(
    fieldsOf(schema({ at: 'timestamp?', total: 'decimal(10,2)', tags: { list: 'string?' } })),
    [
      { name: 'at', type: 'timestamp', nullable: true },
      { name: 'total', type: { decimal: { precision: 10, scale: 2 } }, nullable: false },
      { name: 'tags', type: { list: { type: 'string', nullable: true } }, nullable: false },
    ],
  )
  assert.deepEqual(fieldsOf({ columns: { struct: { x: 'float64' }, nullable: true } }), [
    {
      name: 'columns',
      type: { struct: [{ name: 'x', type: 'float64', nullable: false }] },
      nullable: true,
    },
  ])
  assert.equal(fieldsOf(schema({ list: 'int32' })).length, 1)
  for (const column of [(text: string) => text, { list: 'strings' }, 'decimal(39,2)', { tuple: [] }])
    assert.throws(() => fieldsOf({ tags: column as never }), { code: 'ARGUMENT', message: /^Column tags/ })
})

test('text is parsed as some of the types only', () => {
  assert.throws(() => csvColumns({ n: 'uint8' }), { code: 'ARGUMENT', hint: /^Use one of string, int32/ })
})
