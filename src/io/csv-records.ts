// RFC 4180 by csv-parse, strictly: what it would repair or drop by default is an error or kept as it is.

import { CsvError, type Options, parse } from 'csv-parse/sync'
import type { TextEncoding } from '../lineage/source.ts'

export interface CsvFormat {
  readonly encoding: TextEncoding
  readonly delimiter: string
  /** One ASCII character, or '' where nothing is quoted. */
  readonly quote: string
}

type Record = readonly string[]

/**
 * A blank line is a record of one empty field where records have one field, and nothing where they have more. Of the
 * fields that `marks` asks for, one that is quoted and `marks.text` becomes `marks.as`.
 */
export const parseRecords = (
  bytes: Buffer,
  format: CsvFormat,
  width: number,
  marks?: QuotedMark,
): readonly Record[] => {
  const options = optionsOf(format, width)
  if (marks === undefined) return parse(bytes, options)
  const { text, fields, as } = marks
  const cast = (field: string, { quoting, column }: { quoting: boolean; column: string | number }): string =>
    quoting && field === text && fields.has(Number(column)) ? as : field
  return parse(bytes, { ...options, cast })
}

export interface QuotedMark {
  readonly text: string
  readonly fields: ReadonlySet<number>
  readonly as: string
}

/** The first record, and the position behind it; undefined where there is none. */
export const parseFirst = (
  bytes: Buffer,
  format: CsvFormat,
  width: number,
): readonly [Record, number] | undefined => {
  let end = 0
  const [first] = parse(bytes, {
    ...optionsOf(format, width),
    to: 1,
    on_record: (record: string[], { bytes }) => {
      end = bytes
      return record
    },
  }) as readonly Record[]
  return first && [first, end]
}

/** Where record `index` of these bytes lies, blank lines before it left out. */
export const recordRange = (
  bytes: Buffer,
  format: CsvFormat,
  width: number,
  index: number,
): readonly [number, number] => {
  let start = 0
  let end = bytes.length
  let seen = 0
  const note = (_: unknown, info: { readonly bytes: number }): undefined => {
    if (seen < index) start = info.bytes
    else if (seen === index) end = info.bytes
    seen++
  }
  try {
    parse(bytes, { ...optionsOf(format, width), to: index + 1, on_record: note })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  if (width > 1) while (start < end && (bytes[start] === 10 || bytes[start] === 13)) start++
  return [start, end]
}

export interface Malformed {
  /** The record, from 0. */
  readonly index: number
  readonly problem: string
}

/** What csv-parse says of a record it refuses; undefined for other errors. */
export const malformedOf = (error: unknown): Malformed | undefined => {
  if (!(error instanceof CsvError)) return undefined
  const index = Number(error.records)
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return { index, problem: 'a quoted field is never closed' }
    case 'CSV_INVALID_CLOSING_QUOTE':
      return { index, problem: 'a closing quote is followed by more text' }
    case 'INVALID_OPENING_QUOTE':
      return { index, problem: 'a quote stands within a field that is not quoted' }
    default:
      return { index, problem: error.message }
  }
}

const optionsOf = ({ encoding, delimiter, quote }: CsvFormat, width: number): Options => ({
  bom: false,
  cast: false,
  columns: false,
  delimiter,
  encoding: encoding === 'latin1' ? 'latin1' : 'utf8',
  escape: quote === '' ? null : quote,
  quote: quote === '' ? false : quote,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: width > 1,
  trim: false,
})
