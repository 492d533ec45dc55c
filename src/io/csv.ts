// CSV by rows, in a worker. Rows travel in batches, one per piece of the file. Where all of a piece fits it is parsed at
// once; where something does not, it is looked at record by record.

import { isUtf8 } from 'node:buffer'
import { PartitaError } from '../fault.ts'
import type { CsvColumn } from '../lineage/source.ts'
import { malformedOf, parseRecords } from './csv-records.ts'
import { nullableTexts, QUOTED_NULL, rowMaker } from './csv-row.ts'
import { csvScan, type Fault } from './csv-scan.ts'
import { decode, requireUtf8, validLength } from './decode.ts'
import { CR, LF, lastLineEnd, lineNumberAt } from './lines.ts'
import { openBytes } from './open-bytes.ts'
import { pieces } from './pieces.ts'
import { judging, Misfit, notUtf8, type Rejecting } from './rejects.ts'
import type { CsvSplit } from './split.ts'
import { linesOf } from './text.ts'

/** A longer record is taken for a quote that was never closed. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024

export interface CsvReading extends Rejecting {
  /** Without them every field is a string under its name in the header. */
  readonly columns?: readonly CsvColumn[] | undefined
  /** The columns that somebody reads; undefined for all. */
  readonly read?: readonly string[] | undefined
}

type Record = readonly string[]

/** The rows of a split in batches. */
export function* csvRows(
  split: CsvSplit,
  {
    columns = split.names.map(name => ({ name, type: 'string', nullable: false })),
    read,
    rejected,
    counter = { bytes: 0 },
  }: CsvReading = {},
): Generator<unknown[], void, undefined> {
  const { file, encoding, width, quote } = split
  const { make, explain } = rowMaker({ ...split, columns, read })
  const texts = nullableTexts(columns, split.fields)
  const marks = texts.size === 0 ? undefined : { text: split.nullText, fields: texts, as: QUOTED_NULL }
  const quotedNull = quote + split.nullText + quote
  const { accept, reject } = judging(split.onBadRow, { rejected, counter })
  const keeps = split.onBadRow === 'keep'
  let offset = split.start
  /** Line ends of the split before the piece, counted only where bad rows are told one after the other. */
  let lines = 0
  let first: number | undefined

  const recordsOf = (bytes: Buffer): readonly Record[] => {
    if (!holdsQuote(bytes, quote)) return plainRecords(decode(bytes, split, offset), split)
    requireUtf8(bytes, split, offset)
    const marked = marks !== undefined && bytes.includes(quotedNull, 0, encoding) ? marks : undefined
    return parseRecords(bytes, split, width, marked)
  }
  /** Undefined where something does not fit. */
  const allOf = (piece: Buffer): unknown[] | undefined => {
    try {
      const records = recordsOf(piece)
      const rows = new Array<unknown>(records.length)
      for (let i = 0; i < records.length; i++) {
        if (records[i]!.length !== width) return undefined
        rows[i] = accept(make(records[i]!))
      }
      return rows
    } catch {
      return undefined
    }
  }
  const rowOf = (record: Record): unknown => {
    if (record.length !== width) return new Misfit(`the record has ${record.length} fields, not ${width}`)
    try {
      return accept(make(record))
    } catch {
      const { column, problem, cause } = explain(record)
      return new Misfit(problem, { field: column }, cause === undefined ? {} : { cause })
    }
  }
  const recordByRecord = (piece: Buffer): unknown[] => {
    const rows: unknown[] = []
    let counted = 0
    let above = lines
    const place =
      ({ start, end }: Frame) =>
      () => {
        // Looked up once for the split: that reads all that comes before it.
        first ??= lineNumberAt(split, offset) - lines
        above += lineEnds(piece.subarray(counted, start))
        counted = start
        return {
          file,
          line: first + above,
          text: piece.toString(encoding, start, end).replace(/[\r\n]+$/, ''),
        }
      }
    const take = (frames: readonly Frame[]): void => {
      const [from, to] = [frames[0]!.start, frames.at(-1)!.end]
      let records: readonly Record[]
      try {
        records = recordsOf(piece.subarray(from, to))
      } catch (error) {
        const malformed = malformedOf(error)
        if (malformed === undefined) throw error
        if (frames.length > 1) for (const frame of frames) take([frame])
        else reject(rows, new Misfit(malformed.problem), place(frames[0]!))
        return
      }
      for (const [i, record] of records.entries()) {
        const row = rowOf(record)
        if (row instanceof Misfit) reject(rows, row, place(frames[i]!))
        else rows.push(row)
      }
    }
    let good: Frame[] = []
    for (const frame of framesOf(piece, split, offset)) {
      if (frame.misfit === undefined) {
        good.push(frame)
        continue
      }
      if (good.length > 0) take(good)
      good = []
      reject(rows, frame.misfit, place(frame))
    }
    if (good.length > 0) take(good)
    return rows
  }
  const tooLong = (block: Buffer): never => {
    if (split.onBadRow === 'fail') recordByRecord(block)
    throw new PartitaError(
      'DATA',
      `${file}:${lineNumberAt(split, offset)}: a record is longer than ${MAX_RECORD_BYTES} bytes.`,
    )
  }

  const lastEnd = split.onBadRow === 'fail' ? lastRecordEnd(quote) : lastScannedEnd(split)
  for (const piece of pieces(openBytes(split, counter), lastEnd, MAX_RECORD_BYTES, tooLong)) {
    yield allOf(piece) ?? recordByRecord(piece)
    offset += piece.length
    if (keeps) lines += lineEnds(piece)
  }
}

/** Exact where no quote is: a record is a line, and a field what stands between delimiters. */
const plainRecords = (text: string, { delimiter, width }: CsvSplit): readonly Record[] => {
  const records: Record[] = []
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

/** The same where records may be malformed. */
const lastScannedEnd =
  (split: CsvSplit) =>
  (block: Buffer): number => {
    if (!holdsQuote(block, split.quote)) return lastLineEnd(block)
    let last = 0
    csvScan(split).take(block, (_, end) => {
      last = end
    })
    return last
  }

/** Where a record lies, and why it is none. */
interface Frame {
  readonly start: number
  readonly end: number
  readonly misfit: Misfit | undefined
}

const FAULTS: { readonly [F in Fault]: string } = {
  'stray quote': 'a quote stands within a field that is not quoted',
  'text behind a quote': 'a closing quote is followed by more text',
  'never closed': 'a quoted field is never closed',
}

/** Blank lines are left out where they are no records. */
const framesOf = (piece: Buffer, split: CsvSplit, offset: number): readonly Frame[] => {
  const frames: Frame[] = []
  const decodes = split.encoding === 'latin1' || isUtf8(piece)
  const visit = (start: number, end: number, fault: Fault | undefined): void => {
    if (split.width > 1 && (piece[start] === LF || piece[start] === CR)) return
    const bytes = piece.subarray(start, end)
    const misfit =
      fault !== undefined
        ? new Misfit(FAULTS[fault])
        : decodes || isUtf8(bytes)
          ? undefined
          : notUtf8(offset + start + validLength(bytes))
    frames.push({ start, end, misfit })
  }
  const scan = csvScan(split)
  scan.take(piece, visit)
  scan.finish(visit)
  return frames
}

const lineEnds = (bytes: Buffer): number => {
  let ends = 0
  for (let i = 0; i < bytes.length; i++)
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) ends++
  return ends
}
