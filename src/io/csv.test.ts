import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { ColumnType, CsvColumn, CsvSource } from '../lineage/source.ts'
import { csvRows } from './csv.ts'
import { cut } from './cut.ts'
import type { CsvSplit } from './split.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-csv-'))
after(() => rmSync(dir, { recursive: true }))

type Files = { readonly [name: string]: string | Buffer }

const rowsOfFiles = async (files: Files, options: Partial<CsvSource> = {}): Promise<unknown[]> => {
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  })
  const source: CsvSource = {
    from: 'csv',
    paths,
    splitBytes: 1e9,
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    header: true,
    nullText: '',
    onBadRow: 'fail',
    ...options,
  }
  const splits = (await cut(source)) as readonly CsvSplit[]
  return splits.flatMap(split => [...csvRows(split, { columns: source.columns })].flat())
}
const rowsOf = (content: string | Buffer, options?: Partial<CsvSource>) =>
  rowsOfFiles({ 'a.csv': content }, options)

const columns = (spec: {
  readonly [name: string]: string | ((text: string) => unknown)
}): readonly CsvColumn[] =>
  Object.entries(spec).map(([name, type]) =>
    typeof type === 'function'
      ? { name, type, nullable: false }
      : { name, type: type.replace('?', '') as ColumnType, nullable: type.endsWith('?') },
  )

const refuses = (rows: Promise<unknown>, message: RegExp) => assert.rejects(rows, { code: 'DATA', message })

test('without columns every field is a string under its name in the header', async () => {
  assert.deepEqual(await rowsOf('\uFEFFzone,fare\r\n00501,"1,5"\r\n"a ""b""\r\nc",\r\n'), [
    { zone: '00501', fare: '1,5' },
    { zone: 'a "b"\r\nc', fare: '' },
  ])
})

test('without a header columns go by position, and are named _c0, _c1 if nobody names them', async () => {
  assert.deepEqual(await rowsOf('1;2\n3;4', { header: false, delimiter: ';' }), [
    { _c0: '1', _c1: '2' },
    { _c0: '3', _c1: '4' },
  ])
  assert.deepEqual(await rowsOf('1,2', { header: false, columns: columns({ a: 'int32', b: 'string' }) }), [
    { a: 1, b: '2' },
  ])
})

test('columns are found by name in each file, whatever their order, and others left out', async () => {
  const files = { 'a.csv': 'x,y,z\n1,2,3\n', 'b.csv': '', 'c.csv': 'z,w,x\n6,0,4\n' }
  assert.deepEqual(await rowsOfFiles(files, { columns: columns({ z: 'int32', x: 'int32' }) }), [
    { z: 3, x: 1 },
    { z: 6, x: 4 },
  ])
  await refuses(rowsOfFiles(files), /c\.csv:1: the header has no column "y"; it has "z", "w", "x"/)
})

test('types hold exactly what was written, or null', async () => {
  const spec = columns({
    i: 'int32',
    l: 'int64',
    f: 'float64?',
    b: 'boolean',
    d: 'date',
    t: 'timestamp?',
    s: 'string',
    p: text => text.length,
  })
  const header = 'i,l,f,b,d,t,s,p\n'
  assert.deepEqual(
    await rowsOf(
      `${header}-7,9007199254740993,1e3,TRUE,2024-02-29,2015-01-01 00:00:00.000000,,abc\n` +
        '+0,-1,,false,1999-12-31,,"","1,2"\n',
      { columns: spec },
    ),
    [
      {
        i: -7,
        l: 9007199254740993n,
        f: 1000,
        b: true,
        d: new Date(Date.UTC(2024, 1, 29)),
        t: new Date(Date.UTC(2015, 0, 1)),
        s: '',
        p: 3,
      },
      { i: 0, l: -1n, f: null, b: false, d: new Date(Date.UTC(1999, 11, 31)), t: null, s: '', p: 3 },
    ],
  )
})

test('what a type cannot hold is refused by line, column and record', async () => {
  const refused: readonly (readonly [string, readonly string[]])[] = [
    ['int32', ['1.5', '2147483648', '0x10', ' 1', '1e3', '']],
    ['int64', ['9223372036854775808', '1n']],
    ['float64', ['1e999', 'abc', '0x1', '1_000']],
    ['boolean', ['1', 'yes']],
    ['date', ['2024-02-30', '2024-2-3', '2024-13-01']],
    ['timestamp', ['2024-01-01T24:00', '2024-01-01 00:00:00.000001', '2024-01-01T00:00:00+0']],
  ]
  for (const [type, texts] of refused)
    for (const text of texts) {
      const value = text === '' ? 'it is empty, and the column is int32, not int32\\?' : `.* is not ${type}`
      await refuses(
        rowsOf(`b,a\n"x\ny",${type === 'boolean' ? 'true' : VALID[type]}\n2,${text}\n`, {
          columns: columns({ b: 'string', a: type }),
        }),
        new RegExp(`a\\.csv:4: column a: ${value}\\.\n {2}2,`),
      )
    }
})
const VALID: { readonly [type: string]: string } = {
  int32: '1',
  int64: '1',
  float64: '1',
  date: '2024-01-01',
  timestamp: '2024-01-01T12:30:00.5+02:00',
}

test('a record that is not RFC 4180 is refused where it begins', async () => {
  const good = 'a,b\n"1\r\n2",x\n\n'
  await refuses(rowsOf(`${good}1\n`), /a\.csv:5: the record has 1 fields, not 2\.\n {2}1$/)
  await refuses(rowsOf(`${good}1,2,3\n4,5`), /a\.csv:5: the record has 3 fields, not 2\.\n {2}1,2,3$/)
  await refuses(rowsOf(`${good}1,"2\n3,4\n`), /a\.csv:5: a quoted field is never closed\.\n {2}1,"2/)
  await refuses(rowsOf(`${good}1,5" pipe\n`), /a\.csv:5: a quote stands within a field that is not quoted/)
  await refuses(rowsOf(`${good}1,"2"x\n`), /a\.csv:5: a closing quote is followed by more text/)
  await refuses(rowsOf('a,"b\n1,2\n'), /a\.csv:1: a quoted field is never closed/)
  await refuses(rowsOf('a,b,a\n1,2,3\n'), /a\.csv:1: the header names the column "a" twice/)
  await refuses(rowsOf('a,b\n1,2\n', { columns: columns({ c: 'string' }) }), /no column "c"; it has "a", "b"/)
  for (const quoted of ['', '"x",y\n']) {
    await refuses(
      rowsOf(Buffer.concat([Buffer.from(`a,b\n${quoted}`), Buffer.from([0xff])])),
      /a\.csv:[23]: byte \d+ of the file is not UTF-8/,
    )
  }
})

test("a parser of the user's that throws is the cause", async () => {
  const cause = new RangeError('no such zone')
  const parse = (text: string): string => {
    if (text === 'x') throw cause
    return text
  }
  await assert.rejects(rowsOf('a\nok\nx\n', { columns: columns({ a: parse }) }), {
    code: 'DATA',
    message: /a\.csv:3: column a: its parser threw: RangeError: no such zone/,
    cause,
  })
})

test('a blank line is a record of one empty field, and nothing among records of more', async () => {
  assert.deepEqual(await rowsOf('a\n\nx\n'), [{ a: '' }, { a: 'x' }])
  assert.deepEqual(await rowsOf('\na,b\n\n1,2\n\n'), [{ a: '1', b: '2' }])
})

test('names of Object.prototype are ordinary columns', async () => {
  const [row] = (await rowsOf('__proto__,constructor,toString,"it\'s ""x""\n"\n1,2,3,4\n')) as [object]
  assert.deepEqual(Object.entries(row), [
    ['__proto__', '1'],
    ['constructor', '2'],
    ['toString', '3'],
    ['it\'s "x"\n', '4'],
  ])
  assert.equal(Object.getPrototypeOf(row), Object.prototype)
  assert.equal(Object.hasOwn(Object.prototype, '0'), false)
})

test('other quotes, none, latin1 and gzip', async () => {
  assert.deepEqual(await rowsOf("a,b\n'x,''y',2\n", { quote: "'" }), [{ a: "x,'y", b: '2' }])
  assert.deepEqual(await rowsOf('a,b\n5" pipe,2\n', { quote: '' }), [{ a: '5" pipe', b: '2' }])
  assert.deepEqual(await rowsOf(Buffer.from('ä\n"ö"\n', 'latin1'), { encoding: 'latin1' }), [{ ä: 'ö' }])
  assert.deepEqual(await rowsOfFiles({ 'a.csv.gz': gzipSync('\uFEFFa\n"1\n2"\n3\n') }), [
    { a: '1\n2' },
    { a: '3' },
  ])
})

test('a hundred thousand columns', async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')
  const rows = await rowsOf(`${names}\n${names}\n`)
  assert.equal(Object.keys(rows[0] as object).length, 100_000)
})

test('where records are known to have one field, the first may be blank', async () => {
  assert.deepEqual(await rowsOf('\n\na\n', { header: false, columns: columns({ a: 'string?' }) }), [
    { a: null },
    { a: null },
    { a: 'a' },
  ])
})

test('in a column of text a quoted field is text, never null', async () => {
  const spec = columns({ a: 'string?', b: 'int32?', c: 'string' })
  assert.deepEqual(await rowsOf('a,b,c\n"",,""\n,"",\n"x","1","y"\n', { columns: spec }), [
    { a: '', b: null, c: '' },
    { a: null, b: null, c: '' },
    { a: 'x', b: 1, c: 'y' },
  ])
})

test('a long text that is no number is seen to be none in time proportional to its length', async () => {
  const text = `${'1'.repeat(500_000)}x`
  for (const type of ['int32', 'int64', 'float64', 'date', 'timestamp'])
    await refuses(rowsOf(`a\n${text}\n`, { columns: columns({ a: type }) }), / is not /)
})
