// A table written by RFC 4180 reads back as it was, whatever the size of splits. The writer is this file's own.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { csvRows, lastRecordEnd } from '../../src/io/csv.ts'
import { parseRecords } from '../../src/io/csv-records.ts'
import { cut } from '../../src/io/cut.ts'
import type { CsvSplit } from '../../src/io/split.ts'
import type { CsvSource } from '../../src/lineage/source.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-csv-law-'))
after(() => rmSync(dir, { recursive: true }))
const file = join(dir, 'a.csv')

const batchesOf = async (content: string | Buffer, options: Partial<CsvSource>): Promise<unknown[][]> => {
  writeFileSync(file, content)
  const splits = await cut({
    from: 'csv',
    paths: [file],
    splitBytes: 1e9,
    encoding: 'utf-8',
    delimiter: ',',
    quote: '"',
    header: true,
    nullText: '',
    onBadRow: 'fail',
    ...options,
  })
  return splits.map(split => [...csvRows(split as CsvSplit)].flat())
}
const rowsOf = async (content: string | Buffer, options: Partial<CsvSource>): Promise<unknown[]> =>
  (await batchesOf(content, options)).flat()

const field = fc.record({
  text: fc
    .array(fc.constantFrom('a', '1', ' ', ',', ';', '"', "'", '""', '\n', '\r\n', '\r', 'é', '😀'), {
      maxLength: 5,
    })
    .map(tokens => tokens.join('')),
  quoted: fc.boolean(),
})

const tables = fc.record({
  rows: fc
    .integer({ min: 1, max: 4 })
    .chain(width =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    ),
  delimiter: fc.constantFrom(',', ';', '\t', '||', 'é'),
  quote: fc.constantFrom('"', "'"),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  lastEnd: fc.boolean(),
  mark: fc.constantFrom('', '\uFEFF'),
})
type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never

const linesOf = ({ rows, delimiter, quote }: Table): readonly string[] =>
  rows.map(row =>
    row
      .map(({ text, quoted }) =>
        quoted || [delimiter, quote, '\n', '\r'].some(special => text.includes(special))
          ? quote + text.replaceAll(quote, quote + quote) + quote
          : text,
      )
      .join(delimiter),
  )

const write = (table: Table): string => {
  const lines = linesOf(table)
  // Without its line end a last record of one empty field would not be there.
  return table.mark + lines.join(table.lineEnd) + (table.lastEnd || lines.at(-1) === '' ? table.lineEnd : '')
}

test('a table reads back as it was written, each row in the split that it starts in, for every split size', () =>
  fc.assert(
    fc.asyncProperty(tables, async table => {
      const { delimiter, quote } = table
      // A first record that is blank gives no header and no width: a header is written by whoever writes a table.
      const header = table.rows[0]!.map((_, i) => ({ text: `c${i}`, quoted: i % 2 === 0 }))
      const whole = { ...table, rows: [header, ...table.rows] }
      const content = write(whole)
      let at = Buffer.byteLength(table.mark)
      const starts = linesOf(whole).map(line => {
        const start = at
        at += Buffer.byteLength(line + table.lineEnd)
        return start
      })
      const rows = table.rows.map(row => Object.fromEntries(row.map(({ text }, i) => [`c${i}`, text])))
      for (let splitBytes = 1; splitBytes <= 64; splitBytes++) {
        const batches = await batchesOf(content, { delimiter, quote, splitBytes })
        const splitOf = (i: number) => Math.min(batches.length - 1, Math.floor(starts[i + 1]! / splitBytes))
        const own = batches.map((_, split) => rows.filter((_, i) => splitOf(i) === split))
        assert.deepEqual(batches, own, `splits of ${splitBytes} bytes`)
      }
    }),
    { numRuns: 20 },
  ))

test('where no quote is, slicing gives what csv-parse gives, for any text', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', '1', ' ', ',', ',,', '\n', '\r\n', '\r', 'é', '\0'), { maxLength: 30 }),
      async tokens => {
        const content = `x,y\n${tokens.join('')}`
        const records = parseRecords(
          Buffer.from(content),
          { encoding: 'utf-8', delimiter: ',', quote: '"' },
          2,
        )
        if (records.some(record => record.length !== 2))
          await assert.rejects(rowsOf(content, {}), { code: 'DATA' })
        else
          assert.deepEqual(
            await rowsOf(content, {}),
            records.slice(1).map(([x, y]) => ({ x, y })),
          )
      },
    ),
    { numRuns: 200 },
  ))

test('any text gives the rows of the whole file, or is refused as the whole file is', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', ',', '"', '\n', '\r', 'é', '\0', '\ufffe'), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      async (tokens, splitBytes) => {
        // Where the tokens have U+FFFE the file has a byte that is not UTF-8.
        const parts = `x,y\n${tokens.join('')}`.split('\ufffe').map(part => Buffer.from(part))
        const content = Buffer.concat(
          parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from([0xff]), part])),
        )
        const outcome = (size: number) =>
          rowsOf(content, { splitBytes: size }).catch((error: { code: string; message: string }) => {
            assert.equal(error.code, 'DATA')
            assert.match(error.message, /a\.csv:\d+: /)
            return 'refused'
          })
        assert.deepEqual(await outcome(splitBytes), await outcome(1e9))
      },
    ),
    { numRuns: 300 },
  ))

test('the end of the last record is that of the longest prefix that parses to its end', () =>
  fc.assert(
    fc.property(tables, table => {
      const bytes = Buffer.from(write({ ...table, mark: '' }))
      const mark = Buffer.from(table.quote)[0]!
      const isEnd = (end: number): boolean => {
        const before = bytes.subarray(0, end)
        const quotes = before.filter(byte => byte === mark).length
        const last = bytes[end - 1]
        return quotes % 2 === 0 && (last === 10 || (last === 13 && end < bytes.length && bytes[end] !== 10))
      }
      const ends = Array.from({ length: bytes.length }, (_, i) => i + 1).filter(isEnd)
      // With quotes in the block it is the last of all; without, a block that holds an LF is cut there.
      if (bytes.includes(mark)) assert.equal(lastRecordEnd(table.quote)(bytes), ends.at(-1) ?? 0)
      else assert.ok([0, ...ends].includes(lastRecordEnd(table.quote)(bytes)))
    }),
  ))
