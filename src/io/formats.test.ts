import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CsvSink } from '../lineage/sink.ts'
import { csvFormat } from './csv-format.ts'
import { jsonFormat } from './json-format.ts'

const linesOf = (records: readonly unknown[], options: Partial<CsvSink> = {}): readonly string[] => {
  const sink = { header: true, delimiter: ',', quote: '"', nullText: '', escapeFormulas: false, ...options }
  const { head, lineOf } = csvFormat({ to: 'csv', ...sink }, 'part-00000')
  return [...(head === undefined ? [] : [head]), ...records.map(lineOf)]
}
const json = (record: unknown): string => jsonFormat('part-00000').lineOf(record, 7)

test('CSV is quoted where it must be', () => {
  const at = new Date(Date.UTC(2024, 1, 29, 1, 2, 3, 4))
  assert.deepEqual(linesOf([{ a: 'x "y", z', b: -0, c: 7n, d: at, e: null, f: '', g: true }]), [
    'a,b,c,d,e,f,g\n"x ""y"", z",-0,7,2024-02-29T01:02:03.004Z,,"",true',
  ])
  const options = { delimiter: ';', nullText: 'NULL', header: false }
  assert.deepEqual(linesOf([[null, 'NULL', 'a,b']], options), ['NULL;"NULL";a,b'])
})

test('columns that are given make the header, and every value fits them', () => {
  const columns = [
    { name: 'day', type: 'date', nullable: false },
    { name: 'n', type: 'int32', nullable: true },
  ] as const
  const day = new Date(Date.UTC(2024, 1, 29))
  assert.deepEqual(linesOf([{ n: null, day }, [day, 1]], { columns }), [
    'day,n',
    '2024-02-29,',
    '2024-02-29,1',
  ])
  for (const [row, message] of [
    [{ day: null, n: 1 }, 'Record 0 of part-00000: field "day" is null, which is not date.'],
    [{ day, n: 1.5 }, 'Record 0 of part-00000: field "n" is 1.5, which is not int32.'],
    [{ day, n: 1n }, 'Record 0 of part-00000: field "n" is 1n, which is not int32.'],
    [{ day: new Date(1), n: 1 }, 'Record 0 of part-00000: field "day" is an object, which is not date.'],
    [{ day }, 'Record 0 of part-00000 has the fields "day", and not "day", "n".'],
    [{ day, n: 1, m: 1 }, 'Record 0 of part-00000 has the fields "day", "n", "m", and not "day", "n".'],
    [[day], 'Record 0 of part-00000 has 1 fields, and not "day", "n".'],
  ] as const)
    assert.throws(() => linesOf([row], { columns }), { code: 'DATA', message })
})

test('without columns the first record says which, and the others are like it', () => {
  assert.throws(
    () =>
      linesOf([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    { code: 'DATA', message: /Record 1/ },
  )
  assert.deepEqual(linesOf([['x', 1]]), ['_c0,_c1\nx,1'])
  for (const record of [7, null, new Map(), new Error('x')])
    assert.throws(() => linesOf([record]), { code: 'DATA', message: /^Record 0 of part-00000 is / })
  for (const value of [undefined, [1], {}, new Date(Number.NaN), new Date(8.64e15), Symbol('s'), () => 1])
    assert.throws(() => linesOf([{ a: value }]), {
      code: 'DATA',
      message: /field "a" is .*CSV has no text for/,
    })
  assert.throws(() => linesOf([{ a: 0 }], { nullText: '0' }), { code: 'DATA', message: /stands for null/ })
})

test('hostile names are ordinary ones', () => {
  const row = JSON.parse('{"__proto__": 1, "constructor": 2}') as object
  assert.deepEqual(linesOf([row]), ['__proto__,constructor\n1,2'])
  assert.equal(json(row), '{"__proto__":1,"constructor":2}')
})

test('formulas are escaped when asked, behind blanks and in names too; numbers are none', () => {
  const texts = ['=1', ' \t=1', '+1', '-1', '@a', '\ta', '\ra', 'a=1', "'=1", '']
  const [row] = linesOf([Object.fromEntries(texts.map((text, i) => [i, text]))], {
    escapeFormulas: true,
    header: false,
  })
  assert.equal(row, `'=1,' \t=1,'+1,'-1,'@a,'\ta,"'\ra",a=1,'=1,""`)
  assert.deepEqual(linesOf([{ '=x': -1 }], { escapeFormulas: true }), ["'=x\n-1"])
})

test('JSON keeps what it can hold and refuses the rest with its path', () => {
  const at = new Date(0)
  assert.equal(
    json({ a: [1, -0, null], b: { c: '\n\ud800' }, at }),
    '{"a":[1,-0,null],"b":{"c":"\\n\\ud800"},"at":"1970-01-01T00:00:00.000Z"}',
  )
  assert.equal(json(null), 'null')
  const cycle: unknown[] = []
  cycle.push(cycle)
  const holes = [1]
  holes[2] = 3
  for (const [record, path, what] of [
    [1n, 'it', 'a bigint'],
    [{ a: [{ 'x y': Number.NaN }] }, 'a[0]["x y"]', 'NaN'],
    [[Number.POSITIVE_INFINITY], '[0]', 'Infinity'],
    [{ a: undefined }, 'a', 'undefined'],
    [{ a: holes }, 'a[1]', 'undefined'],
    [{ a: new Map() }, 'a', 'a Map'],
    [{ a: new Uint8Array(1) }, 'a', 'a Uint8Array'],
    [{ a: new Date(Number.NaN) }, 'a', 'an invalid Date'],
    [{ a: { toJSON: () => 1 } }, 'a.toJSON', 'a function'],
    [{ a: Object.create({ b: 1 }) }, 'a', 'an object with another prototype'],
  ] as const)
    assert.throws(() => json(record), {
      code: 'DATA',
      message: `Record 7 of part-00000: ${path} is ${what}, which JSON cannot hold.`,
    })
  assert.throws(() => json(cycle), { code: 'DATA', message: /nested deeper than 1000 levels/ })
})
