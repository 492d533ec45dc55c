import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvColumns, schema } from './schema.ts'

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
