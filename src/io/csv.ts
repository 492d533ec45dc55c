// CSV by rows, in a worker. Rows travel in batches, one per piece of the file.

import { PartitaError } from '../fault.ts'
import type { CsvColumn } from '../lineage/source.ts'
import type { ReadCounter } from './bytes.ts'
import { type Malformed, malformedOf, parseRecords, recordRange } from './csv-records.ts'
import { nullableTexts, QUOTED_NULL, rowMaker } from './csv-row.ts'
import { decode, requireUtf8 } from './decode.ts'
import { CR, LF, lastLineEnd, lineNumberAt } from './lines.ts'
import { openBytes } from './open-bytes.ts'
import { pieces } from './pieces.ts'
import type { CsvSplit } from './split.ts'
import { linesOf } from './text.ts'

/** A longer record is taken for a quote that was never closed. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024
const SHOWN_CHARACTERS = 200

export interface CsvReading {
  /** Without them every field is a string under its name in the header. */
  readonly columns?: readonly CsvColumn[] | undefined
  /** The columns that somebody reads; undefined for all. */
  readonly read?: readonly string[] | undefined
  readonly counter?: ReadCounter | undefined
}

/** The rows of a split in batches. */
export function* csvRows(
  split: CsvSplit,
  {
    columns = split.names.map(name => ({ name, type: 'string', nullable: false })),
    read,
    counter = { bytes: 0 },
  }: CsvReading = {},
): Generator<unknown[], void, undefined> {
  const { make, explain } = rowMaker({ ...split, columns, read })
  const texts = nullableTexts(columns, split.fields)
  const marks = texts.size === 0 ? undefined : { text: split.nullText, fields: texts, as: QUOTED_NULL }
  const quotedNull = split.quote + split.nullText + split.quote
  let offset = split.start

  const refuse = (piece: Buffer, { index, problem }: Malformed, cause?: unknown): never => {
    const [start, end] = recordRange(piece, split, split.width, index)
    const record = piece.toString(split.encoding, start, Math.min(end, start + 4 * SHOWN_CHARACTERS))
    throw new PartitaError(
      'DATA',
      `${split.file}:${lineNumberAt(split, offset + start)}: ${problem}.\n  ${showRecord(record)}`,
      { cause },
    )
  }
  const rowsOf = (piece: Buffer): unknown[] => {
    const records = recordsOf(piece)
    const rows = new Array<unknown>(records.length)
    for (let i = 0; i < records.length; i++) {
      const record = records[i]!
      if (record.length !== split.width) {
        refuse(piece, { index: i, problem: `the record has ${record.length} fields, not ${split.width}` })
      }
      try {
        rows[i] = make(record)
      } catch {
        const { column, problem, cause } = explain(record)
        refuse(piece, { index: i, problem: `column ${column}: ${problem}` }, cause)
      }
    }
    return rows
  }
  const recordsOf = (piece: Buffer): readonly (readonly string[])[] => {
    if (!holdsQuote(piece, split.quote)) return plainRecords(decode(piece, split, offset), split)
    requireUtf8(piece, split, offset)
    try {
      const marked = marks !== undefined && piece.includes(quotedNull, 0, split.encoding) ? marks : undefined
      return parseRecords(piece, split, split.width, marked)
    } catch (error) {
      const malformed = malformedOf(error)
      if (malformed === undefined) throw error
      return refuse(piece, malformed)
    }
  }
  const tooLong = (block: Buffer): never => {
    recordsOf(block)
    throw new PartitaError(
      'DATA',
      `${split.file}:${lineNumberAt(split, offset)}: a record is longer than ${MAX_RECORD_BYTES} bytes.`,
    )
  }

  for (const piece of pieces(
    openBytes(split, counter),
    lastRecordEnd(split.quote),
    MAX_RECORD_BYTES,
    tooLong,
  )) {
    yield rowsOf(piece)
    offset += piece.length
  }
}

/** Exact where no quote is: a record is a line, and a field what stands between delimiters. */
const plainRecords = (text: string, { delimiter, width }: CsvSplit): readonly (readonly string[])[] => {
  const records: (readonly string[])[] = []
  for (const line of linesOf(text)) if (line !== '' || width === 1) records.push(line.split(delimiter))
  return records
}

const holdsQuote = (bytes: Buffer, quote: string): boolean =>
  quote !== '' && bytes.includes(quote.charCodeAt(0))

/** The end of the last record in a block that begins with one: the last line end outside quotes. */
export const lastRecordEnd =
  (quote: string) =>
  (block: Buffer): number => {
    if (!holdsQuote(block, quote)) return lastLineEnd(block)
    const mark = quote.charCodeAt(0)
    let quoted = false
    let end = 0
    for (let i = 0; i < block.length; i++) {
      const byte = block[i]
      if (byte === mark) quoted = !quoted
      else if (!quoted && (byte === LF || (byte === CR && i + 1 < block.length && block[i + 1] !== LF)))
        end = i + 1
    }
    return end
  }

const showRecord = (record: string): string =>
  record.length > SHOWN_CHARACTERS ? `${record.slice(0, SHOWN_CHARACTERS)}…` : record.trimEnd()
