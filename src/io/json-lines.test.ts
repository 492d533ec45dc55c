import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { jsonFault } from './json-fault.ts'
import { lineReader } from './json-row.ts'
import { Misfit } from './rejects.ts'

const field = (type: DataType, nullable = false): FieldType => ({ type, nullable })
const readAs = (type: DataType, text: string, nullable = false): unknown => {
  const row = lineReader({ columns: [{ name: 'a', ...field(type, nullable) }] })(`{"a":${text}}`)
  return row instanceof Misfit ? row : (row as { readonly a: unknown }).a
}

test('types hold exactly what was written', () => {
  const held: readonly (readonly [DataType, string, unknown])[] = [
    ['string', '"00501"', '00501'],
    ['int8', '-128', -128],
    ['int32', '1.0', 1],
    ['int32', '-0', 0],
    ['uint32', '4294967295', 4294967295],
    ['int64', '9007199254740991', 9007199254740991n],
    ['int64', '"-9223372036854775808"', -9223372036854775808n],
    ['uint64', '"18446744073709551615"', 18446744073709551615n],
    ['float32', '0.1', Math.fround(0.1)],
    ['float64', '"NaN"', Number.NaN],
    ['float64', '-0', -0],
    ['boolean', 'false', false],
    ['date', '"2024-02-29"', new Date(Date.UTC(2024, 1, 29))],
    ['timestamp', '"2024-02-29T01:02:03.004Z"', new Date(Date.UTC(2024, 1, 29, 1, 2, 3, 4))],
    [{ decimal: { precision: 9, scale: 2 } }, '1.5', '1.50'],
    [{ list: field('int64', true) }, '[1,null]', [1n, null]],
    [
      { struct: [{ name: '__proto__', ...field('int32') }] },
      '{"__proto__":1,"b":2}',
      JSON.parse('{"__proto__":1}'),
    ],
    [
      { map: { key: field('date'), value: field('int32') } },
      '{"2024-01-01":1}',
      new Map([[new Date('2024-01-01'), 1]]),
    ],
  ]
  for (const [type, text, value] of held) assert.deepStrictEqual(readAs(type, text), value, text)
  assert.equal(readAs('int32', 'null', true), null)
})

test('what a type cannot hold is refused with its path', () => {
  const refused: readonly (readonly [DataType, string, string, string])[] = [
    ['string', '1', 'a', '1 is not string'],
    ['int32', '1.5', 'a', '1.5 is not int32'],
    ['int32', '"1"', 'a', '"1" is not int32'],
    ['int32', '2147483648', 'a', '2147483648 is not int32'],
    ['int64', '9007199254740993', 'a', '9007199254740992 is not int64'],
    ['date', '"2024-02-30"', 'a', '"2024-02-30" is not date'],
    ['boolean', 'null', 'a', 'null is not boolean'],
    [
      { list: { type: { struct: [{ name: 'x y', ...field('int32') }] }, nullable: false } },
      '[{"x y":1},{}]',
      'a[1]["x y"]',
      'it is missing, and the column is int32, not int32?',
    ],
    [{ map: { key: field('string'), value: field('int32') } }, '{"k":"v"}', 'a.k', '"v" is not int32'],
  ]
  for (const [type, text, path, problem] of refused) {
    const misfit = readAs(type, text)
    assert.ok(misfit instanceof Misfit, text)
    assert.deepEqual([misfit.where, misfit.problem], [{ field: path }, problem])
  }
  assert.equal((lineReader({ columns: [] })('[]') as Misfit).problem, 'the line holds no object')
})

test('a function gets the text of its field', () => {
  const read = lineReader({ columns: [{ name: 'a', nullable: false, parse: text => `<${text}>` }] })
  assert.deepEqual(['{"a":"x"}', '{"a":[1]}', '{}'].map(read), [{ a: '<x>' }, { a: '<[1]>' }, { a: '<>' }])
})

test('a Standard Schema says what a value is', () => {
  const read = lineReader({
    validate: value =>
      value === 1
        ? { value: 'one' }
        : { issues: [{ message: 'not one', path: ['a', 0, { key: 'b c' }] }, {}] },
  })
  assert.equal(read('1'), 'one')
  assert.deepEqual(read('2'), new Misfit('not one, and 1 more', { field: 'a[0]["b c"]' }))
  assert.throws(() => lineReader({ validate: async value => ({ value }) })('1'), {
    code: 'TASK_FAILED',
    hint: /mapAsync/,
  })
})

test('where a line stops being JSON', () => {
  for (const [text, at, problem] of [
    ['{"a":}', 5, 'a value was expected, not "}"'],
    ['{a:1}', 1, 'a name in double quotes was expected, not "a"'],
    ['{"a":1,}', 7, 'a name in double quotes was expected, not "}"'],
    ['{"a" 1}', 5, ': was expected, not "1"'],
    ['[1 2]', 3, ', or ] was expected, not "2"'],
    ['[1,2', 4, 'the line ends where , or ] was expected'],
    ['01', 1, 'the end of the line was expected, not "1"'],
    ['NaN', 0, 'a value was expected, not "N"'],
    ['"a', 0, 'a text is never closed'],
    ['"\\x"', 1, 'a text holds a \\ that escapes nothing'],
    ['"a\tb"', 2, 'a text holds "\\t", which must be escaped'],
    ['\uFEFF1', 0, 'a value was expected, not "\uFEFF"'],
  ] as const)
    assert.deepEqual(jsonFault(text), { at, problem }, text)
})
