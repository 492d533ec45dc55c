// What must be known of a CSV file before its records are read: where they begin, how many fields they have and
// which of them are the columns of the row.

import { PartitaError } from '../fault.ts'
import type { CsvSource } from '../lineage/source.ts'
import { lastRecordEnd } from './csv.ts'
import { malformedOf, parseFirst, recordRange } from './csv-records.ts'
import { requireUtf8 } from './decode.ts'
import { lineNumberAt } from './lines.ts'
import { nameList } from './name-list.ts'
import { openBytes } from './open-bytes.ts'
import { pieces } from './pieces.ts'
import type { FileRange } from './split.ts'
import { markLength } from './text.ts'

export interface CsvLayout {
  readonly width: number
  readonly names: readonly string[]
  readonly fields: readonly number[]
}

interface Head {
  /** The first record; undefined in a file without any. */
  readonly first: readonly string[] | undefined
  /** Where the first record begins, and where it ends. */
  readonly start: number
  readonly end: number
}

/** A longer header is taken for a quote that was never closed. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024

export const headOf = (range: FileRange, source: CsvSource): Head => {
  const encoded = { ...range, encoding: source.encoding }
  // Nothing is to be learned from a first record that may be a bad one.
  if (!source.header && source.columns !== undefined && source.onBadRow !== 'fail')
    return unread(range, source)
  // A blank first line is a record only where it is known that records have one field.
  const width = !source.header && source.columns?.length === 1 ? 1 : 2
  let offset = 0
  const fail = (problem: string): never => failAt(range, offset, problem)
  const tooLong = (): never => fail(`the first record is longer than ${MAX_HEADER_BYTES} bytes`)
  const whole = openBytes({ ...range, start: 0, end: range.gzip ? range.end : range.size }, { bytes: 0 })
  for (const piece of pieces(whole, lastRecordEnd(source.quote), MAX_HEADER_BYTES, tooLong)) {
    const mark = offset === 0 && source.encoding === 'utf-8' ? markLength(piece) : 0
    const text = piece.subarray(mark)
    offset += mark
    try {
      const [first, end] = parseFirst(text, source, width) ?? []
      if (first !== undefined && end !== undefined) {
        const [start] = recordRange(text, source, width, 0)
        requireUtf8(text.subarray(0, end), encoded, offset, offset + start)
        return { first, start: offset + start, end: offset + end }
      }
    } catch (error) {
      const malformed = malformedOf(error)
      if (malformed === undefined) throw error
      offset += recordRange(text, source, width, malformed.index)[0]
      fail(malformed.problem)
    }
    offset += text.length
  }
  return { first: undefined, start: offset, end: offset }
}

const unread = (range: FileRange, { encoding }: CsvSource): Head => {
  const bytes = openBytes({ ...range, start: 0 }, { bytes: 0 })
  try {
    const first = Buffer.alloc(3)
    let filled = 0
    for (let n = 1; n > 0 && filled < first.length; filled += n) n = bytes.read(first, filled)
    const start = encoding === 'utf-8' ? markLength(first) : 0
    return { first: [], start, end: start }
  } finally {
    bytes.close()
  }
}

/** The layout of a file; `earlier` is that of the first file, which gives the columns where the user gave none. */
export const layoutOf = (
  range: FileRange,
  head: Head,
  source: CsvSource,
  earlier: CsvLayout | undefined,
): CsvLayout => {
  const { first } = head
  const wanted = source.columns?.map(column => column.name) ?? earlier?.names
  if (first === undefined) return { width: 0, names: wanted ?? [], fields: (wanted ?? []).map((_, i) => i) }
  const inOrder = (names: readonly string[]): CsvLayout => ({
    width: names.length,
    names,
    fields: names.map((_, i) => i),
  })
  if (!source.header) return inOrder(wanted ?? first.map((_, i) => `_c${i}`))

  const fail = (problem: string): never => failAt(range, head.start, problem)
  const seen = new Set<string>()
  const twice = first.find(name => seen.size === seen.add(name).size)
  if (twice !== undefined) fail(`the header names the column ${JSON.stringify(twice)} twice`)
  if (wanted === undefined) return inOrder(first)
  const indexOf = new Map(first.map((name, i) => [name, i]))
  const fields = wanted.map(
    name =>
      indexOf.get(name) ??
      fail(`the header has no column ${JSON.stringify(name)}; it has ${nameList(first)}`),
  )
  if (source.columns === undefined && first.length !== wanted.length) {
    fail(`the header has other columns than the first file: ${nameList(first)} and not ${nameList(wanted)}`)
  }
  return { width: first.length, names: wanted, fields }
}

const failAt = (range: FileRange, offset: number, problem: string): never => {
  throw new PartitaError('DATA', `${range.file}:${lineNumberAt(range, offset)}: ${problem}.`)
}
