// What is saved as CSV reads back as it was: every value of every type, null and the empty text apart, whatever the
// marks and the size of splits; and what would not is refused.

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { csvRows } from '../../src/io/csv.ts'
import { cut } from '../../src/io/cut.ts'
import { openOutput } from '../../src/io/output.ts'
import type { CsvSplit } from '../../src/io/split.ts'
import type { CsvSink } from '../../src/lineage/sink.ts'
import type { ColumnType, CsvColumn } from '../../src/lineage/source.ts'
import { written } from './written.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-csv-save-'))
after(() => rmSync(dir, { recursive: true }))
let outputs = 0

const DAY = 86_400_000
const time = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const texts = fc
  .array(
    fc.constantFrom(
      '',
      'a',
      '1',
      ' ',
      ',',
      ';',
      '"',
      "'",
      '$',
      '$&',
      '\n',
      '\r\n',
      '\r',
      'é',
      '😀',
      '\uFEFF',
      'NULL',
      '-',
      '=',
    ),
    { maxLength: 4 },
  )
  .map(tokens => tokens.join(''))
const VALUES: { readonly [T in ColumnType]: fc.Arbitrary<unknown> } = {
  string: texts,
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float64: fc.double(),
  boolean: fc.boolean(),
  date: time.map(at => new Date(Math.floor(at.getTime() / DAY) * DAY)),
  timestamp: time,
}

const column = fc.record({
  name: fc.oneof(fc.constantFrom('__proto__', 'constructor', '', '0', '\uFEFFa'), texts),
  type: fc.constantFrom(...(Object.keys(VALUES) as ColumnType[])),
  nullable: fc.boolean(),
})
const tables = fc
  .uniqueArray(column, { selector: ({ name }) => name, minLength: 1, maxLength: 4 })
  // Names like numbers come first in an object, so that without a header they would be the first fields.
  .map(columns =>
    [...columns].sort(
      (a, b) => Number(b.name === '0' || b.name === '1') - Number(a.name === '0' || a.name === '1'),
    ),
  )
  .chain(columns =>
    fc.record({
      columns: fc.constant(columns),
      parts: fc.array(
        fc.array(
          fc.tuple(
            ...columns.map(({ type, nullable }) => (nullable ? fc.option(VALUES[type]) : VALUES[type])),
          ),
          { maxLength: 6 },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  )
const marks = fc.record({
  header: fc.boolean(),
  delimiter: fc.constantFrom(',', ';', '\t', '1', '-', ' ', '$'),
  quote: fc.constantFrom('"', "'", '$'),
  nullText: fc.constantFrom('', 'NULL', 'a'),
})
const objects = fc.boolean()
const given = fc.constantFrom('schema', 'names', 'none')

const rowOf = (columns: readonly CsvColumn[], values: readonly unknown[]): object =>
  Object.fromEntries(columns.map(({ name }, i) => [name, values[i]]))

/** Saves the parts and reads the directory. */
const throughFiles = async (
  parts: readonly (readonly unknown[])[],
  sink: CsvSink,
  columns: readonly CsvColumn[] | undefined,
  splitBytes: number,
): Promise<readonly unknown[]> => {
  const target = join(dir, String(outputs++))
  const output = await openOutput(target)
  const winners: string[] = []
  for (const [i, records] of parts.entries())
    winners.push((await written(output.dir, i, 0, records, sink)).file)
  await output.commit(winners)
  const { delimiter, quote, nullText, header } = sink
  const splits = await cut({
    from: 'csv',
    paths: [target],
    splitBytes,
    encoding: 'utf-8',
    delimiter,
    quote,
    nullText,
    onBadRow: 'fail',
    header,
    columns,
  })
  assert.ok(readdirSync(target).includes('_SUCCESS'))
  return splits.flatMap(split => [...csvRows(split as CsvSplit, { columns })].flat())
}

test('a table reads back as it was saved', () =>
  fc.assert(
    fc.asyncProperty(
      tables,
      marks.filter(({ delimiter, quote }) => delimiter !== quote),
      objects,
      given,
      fc.constantFrom(undefined, 'gzip' as const),
      fc.integer({ min: 1, max: 64 }),
      async ({ columns, parts }, marks, objects, given, compression, splitBytes) => {
        const { header, nullText } = marks
        const sink: CsvSink = {
          to: 'csv',
          ...marks,
          compression,
          escapeFormulas: false,
          columns:
            given === 'schema'
              ? columns
              : given === 'names'
                ? columns.map(({ name }) => ({ name, nullable: true }))
                : undefined,
        }
        const rows = parts.map(part => part.map(values => rowOf(columns, values)))
        // An array without columns has no names but its places.
        const names = columns.map(({ name }, i) => (objects || given !== 'none' ? name : `_c${i}`))
        const read = columns.map((column, i) => ({ ...column, name: header ? names[i]! : column.name }))
        // Without a schema a Date is a timestamp.
        const typed = read.map(column =>
          column.type === 'date' && given !== 'schema' ? { ...column, type: 'timestamp' as const } : column,
        )
        // What is no text, and happens to be what stands for null.
        if (
          parts
            .flat(2)
            .some(value => typeof value !== 'string' && value !== null && String(value) === nullText)
        )
          return
        assert.deepEqual(
          await throughFiles(objects ? rows : parts, sink, typed, splitBytes),
          parts.flat().map(values => rowOf(typed, values)),
        )
      },
    ),
  ))

test('without a schema fields read back as the same texts', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ a: texts, b: texts }, { noNullPrototype: true }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 64 }),
      async (rows, splitBytes) => {
        const sink = {
          to: 'csv',
          header: true,
          delimiter: ',',
          quote: '"',
          nullText: '',
          escapeFormulas: false,
        } as const
        assert.deepEqual(await throughFiles([rows, [], rows], sink, undefined, splitBytes), [
          ...rows,
          ...rows,
        ])
      },
    ),
  ))
