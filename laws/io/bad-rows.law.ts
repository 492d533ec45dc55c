// Rows that do not fit are left out or kept in their place, each once and each alone, whatever the size of splits; and
// where they are an error, it is the first of them.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { PartitaError } from '../../src/fault.ts'
import { csvRows } from '../../src/io/csv.ts'
import { parseRecords } from '../../src/io/csv-records.ts'
import { csvScan, type Fault } from '../../src/io/csv-scan.ts'
import { cut } from '../../src/io/cut.ts'
import { jsonFault } from '../../src/io/json-fault.ts'
import { jsonRows } from '../../src/io/json-lines.ts'
import { lineReader } from '../../src/io/json-row.ts'
import type { CsvSplit, JsonLinesSplit } from '../../src/io/split.ts'
import type { BadRow, BadRows, Parsed } from '../../src/lineage/bad-row.ts'
import type { CsvColumn, CsvSource } from '../../src/lineage/source.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-bad-rows-'))
after(() => rmSync(dir, { recursive: true }))

/** By split. */
type ReadSplits = (content: Buffer, mode: BadRows, splitBytes: number, gzip?: boolean) => Promise<unknown[][]>

const columns: readonly CsvColumn[] = [
  { name: 'n', type: 'int32', nullable: false },
  { name: 's', type: 'string', nullable: true },
]
const fileOf = (content: Buffer, gzip = false): string => {
  const file = join(dir, gzip ? 'a.gz' : 'a')
  writeFileSync(file, gzip ? gzipSync(content) : content)
  return file
}
const readCsv =
  (options: Partial<CsvSource>): ReadSplits =>
  async (content, onBadRow, splitBytes, gzip) => {
    const source: CsvSource = {
      from: 'csv',
      paths: [fileOf(content, gzip)],
      splitBytes,
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      header: false,
      nullText: '',
      columns,
      onBadRow,
      ...options,
    }
    const splits = (await cut(source)) as readonly CsvSplit[]
    return splits.map(split => [...csvRows(split, { columns: source.columns })].flat())
  }
const readJson: ReadSplits = async (content, onBadRow, splitBytes, gzip) => {
  const splits = (await cut({
    from: 'jsonLines',
    paths: [fileOf(content, gzip)],
    splitBytes,
    encoding: 'utf-8',
    onBadRow,
  })) as readonly JsonLinesSplit[]
  return splits.map(split => [...jsonRows(split, lineReader({}))].flat())
}

/** U+FFFE stands for a byte that is not UTF-8. */
const bytesOf = (tokens: readonly string[]): Buffer => {
  const parts = tokens
    .join('')
    .split('\uFFFE')
    .map(part => Buffer.from(part))
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from([0xff]), part])))
}
const csvText = fc
  .array(
    fc.constantFrom('1', '22', 'a', ',', ',', '"', '"', '\n', '\n', '\r\n', '\r', 'é', '\uFFFE', '\uFEFF'),
    { maxLength: 40 },
  )
  .map(bytesOf)
const jsonText = fc
  .array(
    fc.constantFrom(
      '{"a":',
      '1',
      '}',
      '[',
      ']',
      ',',
      '"x"',
      '"',
      '\n',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'é',
      'null',
      '\uFFFE',
      '\uFEFF',
      '{"__proto__":2}',
      '{}\n',
    ),
    { maxLength: 30 },
  )
  .map(bytesOf)

const sameForAllSplits = (name: string, text: fc.Arbitrary<Buffer>, splits: ReadSplits) => {
  const read = async (...args: Parameters<ReadSplits>) => (await splits(...args)).flat()
  return test(`${name}: bad rows are kept in their place, each once, for every split size; left out, or the first is told`, () =>
    fc.assert(
      fc.asyncProperty(text, async content => {
        const whole = (await read(content, 'keep', 1e9)) as readonly Parsed<unknown>[]
        for (let splitBytes = 1; splitBytes <= 64; splitBytes++)
          assert.deepEqual(await read(content, 'keep', splitBytes), whole, `splits of ${splitBytes} bytes`)
        assert.deepEqual(await read(content, 'keep', 7, true), whole.map(renamed))
        const good = whole.flatMap(row => (row.ok ? [row.value] : []))
        assert.deepEqual(await read(content, 'drop', 5), good)
        const [first] = whole.flatMap(row => (row.ok ? [] : [row.error]))
        const ends = await read(content, 'fail', 1e9).catch((error: PartitaError) => error)
        if (first === undefined) assert.deepEqual(ends, good)
        else {
          assert.equal((ends as PartitaError).code, 'DATA')
          const { message } = ends as PartitaError
          assert.ok(message.includes(`a:${first.line}`) && message.includes(first.problem), message)
        }
        for (const row of whole) if (!row.ok) checkPlace(row.error, content)
      }),
      { numRuns: 60, examples: [[Buffer.from([34, 13, 255, 34])]] },
    ))
}

const renamed = (row: Parsed<unknown>): unknown =>
  row.ok ? row : { ok: false, error: { ...row.error, file: join(dir, 'a.gz') } }

/** The text stands in the line that is named. */
const checkPlace = ({ line, text }: BadRow, content: Buffer): void => {
  const lines = content.toString().split(/\r\n|\n|\r/)
  const [first = ''] = text.split(/\r\n|\n|\r/)
  assert.equal(line === 1 ? lines[0]!.replace(/^\uFEFF/, '') : lines[line - 1], first)
}

sameForAllSplits('CSV', csvText, readCsv({}))
sameForAllSplits('JSON', jsonText, readJson)

test('CSV: every byte is in one record; those without a fault are what csv-parse reads', () =>
  fc.assert(
    fc.property(csvText, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (content, sizes) => {
      const text = Buffer.from(content.toString())
      const records: { readonly start: number; readonly end: number; readonly fault: Fault | undefined }[] =
        []
      const visit = (start: number, end: number, fault: Fault | undefined): void =>
        void records.push({ start, end, fault })
      const scan = csvScan({ quote: '"', delimiter: ',' })
      for (let at = 0, i = 0; at < text.length; at += sizes[i++ % sizes.length]!)
        scan.take(text.subarray(at, at + sizes[i % sizes.length]!), visit)
      scan.finish(visit)
      assert.deepEqual(
        [0, ...records.map(({ end }) => end)],
        [...records.map(({ start }) => start), text.length],
      )
      const format = { encoding: 'utf-8', quote: '"', delimiter: ',' } as const
      for (const { start, end, fault } of records) {
        const bytes = text.subarray(start, end)
        if (fault !== undefined) assert.throws(() => parseRecords(bytes, format, 1))
        else assert.equal(parseRecords(bytes, format, 1).length, 1)
      }
      if (records.every(({ fault }) => fault === undefined))
        assert.equal(parseRecords(text, format, 1).length, records.length)
    }),
    { numRuns: 500 },
  ))

const MISFITS: readonly (readonly [text: string, problem: string, field?: string])[] = [
  ['1', 'the record has 1 fields, not 2'],
  ['1,a,b', 'the record has 3 fields, not 2'],
  ['x,a', '"x" is not int32', 'n'],
  [',a', 'it is empty, and the column is int32, not int32?', 'n'],
  ['1,5" wide', 'a quote stands within a field that is not quoted'],
  ['1,"a"b', 'a closing quote is followed by more text'],
  ['"1\r\n2"3,"x', 'a closing quote is followed by more text'],
]
const csvRow = fc.oneof(
  fc.record({ n: fc.integer(), s: fc.option(fc.constantFrom('a', '', 'two\nlines', '"', ',')) }),
  fc.constantFrom(...MISFITS),
)

test('CSV: among rows that are bad those that are good are read, and each bad one is told', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(csvRow, { maxLength: 12 }),
      fc.integer({ min: 1, max: 64 }),
      async (rows, splitBytes) => {
        const read = readCsv({ header: true })
        let text = 'n,s\n'
        let clean = text
        const expected: unknown[] = []
        for (const row of rows) {
          const line = text.split(/\r\n|\n/).length
          if ('n' in row) {
            const { n, s } = row
            const good = `${n},${s === null ? '' : `"${s.replaceAll('"', '""')}"`}\n`
            text += good
            clean += good
            expected.push({ ok: true, value: { n, s } })
          } else {
            const [bad, problem, field] = row
            text += `${bad}\n`
            const where = field === undefined ? {} : { field }
            expected.push({ ok: false, error: { file: join(dir, 'a'), line, ...where, problem, text: bad } })
          }
        }
        assert.deepEqual((await read(Buffer.from(text), 'keep', splitBytes)).flat(), expected)
        // Without a bad row a split owns the same rows in every mode.
        const bytes = Buffer.from(clean)
        assert.deepEqual(await read(bytes, 'drop', splitBytes), await read(bytes, 'fail', splitBytes))
      },
    ),
  ))

const json = fc.json({ maxDepth: 3 })

test('JSON: a fault is found in every text that is none, where JSON.parse says one is', () =>
  fc.assert(
    fc.property(
      json,
      fc.nat(),
      fc.constantFrom('', '"', '{', ']', ',', '1', '\\', '\n', 'x', '\u0001'),
      (text, at, token) => {
        const index = at % (text.length + 1)
        const broken = text.slice(0, index) + token + text.slice(index + 1)
        let message = ''
        try {
          JSON.parse(broken)
          return
        } catch (error) {
          message = (error as Error).message
        }
        const fault = jsonFault(broken)
        assert.ok(fault.at >= 0 && fault.at <= broken.length && fault.problem !== '')
        const [, position] = /at position (\d+)/.exec(message) ?? []
        if (position !== undefined && !/string|escape|number/i.test(message))
          assert.equal(fault.at, Number(position), message)
      },
    ),
    { numRuns: 500 },
  ))
