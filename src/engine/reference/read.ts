// The records of one partition of a source, read the plain way. Text is cut by a statement of its own: a line starts at
// 0, after an LF, and after a CR that no LF follows; a split owns the lines that start in it.

import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { PartitaError } from '../../fault.ts'
import { blockRecords } from '../../io/blocks.ts'
import { csvRows } from '../../io/csv.ts'
import { lineReader } from '../../io/json-row.ts'
import { judging, Misfit, notUtf8 } from '../../io/rejects.ts'
import type { FilesSplit, JsonLinesSplit, Split, TextSplit } from '../../io/split.ts'
import {
  type BatchesSource,
  type CsvSource,
  isParser,
  type JsonLinesSource,
  type OutsideRows,
  type ParquetSource,
  type RowForm,
  type SourceSpec,
} from '../../lineage/source.ts'
import type { Functions } from './closures.ts'
import { copyAll } from './copy.ts'
import type { Columnar } from './outside.ts'

export interface Held {
  readonly items: readonly (readonly unknown[])[]
  /** A batch of what was made outside. */
  readonly batchOf: (rows: OutsideRows, batch: number) => Columnar
  readonly recordsOf: (columnar: Columnar, as: RowForm) => Promise<readonly unknown[]>
}

export const readSplit = async (
  source: SourceSpec,
  split: Split,
  { items, batchOf, recordsOf }: Held,
  { fn }: Functions,
): Promise<Iterable<unknown>> => {
  switch (split.from) {
    case 'items':
      return copyAll(items[split.slice]!)
    case 'batches': {
      const { rows, as } = source as BatchesSource
      return recordsOf(batchOf(rows, split.batch), as)
    }
    case 'range':
      return counted(split.start, split.step, split.count)
    case 'text':
      return linesOf(split)
    case 'files':
      return filesOf(split)
    case 'checkpoint':
      return flat(blockRecords(split))
    case 'parquet': {
      const { parquetRows } = await import('../../io/parquet.ts')
      return recordsOf(await parquetRows(split, undefined), (source as ParquetSource).as)
    }
    case 'jsonLines':
      return jsonOf(split, source as JsonLinesSource, fn)
    case 'csv': {
      const { columns, rejected } = source as CsvSource
      const parsers = columns?.map(column =>
        typeof column.type === 'string' ? column : { ...column, type: fn(column.type) },
      )
      return flat(csvRows(split, { columns: parsers, rejected: rejected && fn(rejected) }))
    }
  }
}

function* counted(start: number, step: number, count: number) {
  for (let i = 0; i < count; i++) yield start + i * step
}

function* flat(batches: Iterable<readonly unknown[]>) {
  for (const batch of batches) yield* batch
}

const LF = 10
const CR = 13

interface Line {
  readonly bytes: Buffer
  /** Its first byte in the file, and its number from 1. */
  readonly from: number
  readonly number: number
}

const placedLines = async ({ file, start, end, gzip, encoding }: TextSplit | JsonLinesSplit) => {
  const stored = await readFile(file)
  const bytes = gzip ? inflated(stored, file) : stored
  const startsLine = (p: number): boolean =>
    p === 0 || bytes[p - 1] === LF || (bytes[p - 1] === CR && bytes[p] !== LF)
  const mark = encoding === 'utf-8' && bytes.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? 3 : 0
  const lines: Line[] = []
  let number = 0
  for (let p = 0; p < Math.min(end, bytes.length); p++) {
    if (!startsLine(p)) continue
    number++
    if (p < start) continue
    const from = p === 0 ? mark : p
    let to = from
    while (to < bytes.length && bytes[to] !== LF && bytes[to] !== CR) to++
    if (from < bytes.length) lines.push({ bytes: bytes.subarray(from, to), from, number })
  }
  return lines
}

const linesOf = async (split: TextSplit): Promise<readonly string[]> =>
  (await placedLines(split)).map(({ bytes }) => decoded(bytes, split.encoding, split.file))

const jsonOf = async (split: JsonLinesSplit, source: JsonLinesSource, fn: Functions['fn']) => {
  const { columns, validate, rejected } = source
  const read = lineReader({
    validate: validate && fn(validate),
    columns: columns?.map(({ name, type, nullable }) =>
      isParser(type) ? { name, nullable, parse: fn(type) } : { name, nullable, type },
    ),
  })
  const { accept, reject } = judging(split.onBadRow, { rejected: rejected && fn(rejected) })
  const rows: unknown[] = []
  for (const { bytes, from, number } of await placedLines(split)) {
    const text = bytes.toString(split.encoding)
    if (/^[ \t]*$/.test(text)) continue
    const bad = split.encoding === 'utf-8' ? firstBadByte(bytes) : -1
    const row = bad < 0 ? read(text) : notUtf8(from + bad)
    if (row instanceof Misfit) reject(rows, row, () => ({ file: split.file, line: number, text }))
    else rows.push(accept(row))
  }
  return rows
}

/** The first byte that begins no character; -1 where there is none. */
const firstBadByte = (bytes: Buffer): number => {
  const isText = (end: number) => Buffer.from(bytes.toString('utf8', 0, end)).equals(bytes.subarray(0, end))
  if (isText(bytes.length)) return -1
  for (let end = bytes.length - 1; ; end--) if (isText(end)) return end
}

const filesOf = async ({ files, content, encoding, maxFileBytes }: FilesSplit) => {
  const records: [string, string | Buffer][] = []
  for (const { file } of files) {
    const stored = await readFile(file)
    const bytes = content === 'text' && /\.gz$/i.test(file) ? inflated(stored, file) : stored
    if (bytes.length > maxFileBytes) throw new PartitaError('DATA', `${file} is too long.`)
    const text = content === 'text' && decoded(bytes, encoding, file)
    records.push([file, text === false ? bytes : encoding === 'utf-8' ? text.replace(/^\uFEFF/, '') : text])
  }
  return records
}

const inflated = (stored: Buffer, file: string): Buffer => {
  try {
    return gunzipSync(stored)
  } catch (cause) {
    throw new PartitaError('DATA', `${file} is not a whole gzip file.`, { cause })
  }
}

const decoded = (line: Buffer, encoding: TextSplit['encoding'], file: string): string => {
  if (encoding === 'latin1') return line.toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
  } catch (cause) {
    throw new PartitaError('DATA', `${file} is not UTF-8.`, { cause })
  }
}
