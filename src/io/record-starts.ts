// Where the splits of a CSV file begin: at records. A line end within quotes ends no record, so the quotes are
// counted from the beginning of the file, in passing; exact for all that RFC 4180 allows, and what it does not allow
// is an error where it stands when its split is parsed. How many splits there are depends on the size only.

import { open } from 'node:fs/promises'
import type { CsvSource } from '../lineage/source.ts'
import { openFile } from './bytes.ts'
import { csvScan, type Marks } from './csv-scan.ts'
import { ioError } from './io-error.ts'
import { CR, LF, lineStart } from './lines.ts'
import type { FileRange } from './split.ts'

const READ_BYTES = 1024 * 1024

/** For each nominal start, the first record start at or after it; the file's size where there is none. */
export const recordStarts = async (
  range: FileRange,
  { quote, delimiter, onBadRow }: Pick<CsvSource, 'quote' | 'delimiter' | 'onBadRow'>,
  nominal: readonly number[],
): Promise<readonly number[]> => {
  if (nominal.length === 0) return []
  if (quote === '') return lineStarts(range, nominal)
  return startsFound(
    range,
    nominal,
    onBadRow === 'fail'
      ? recordScan(range.start, quote.charCodeAt(0), nominal)
      : scannedStarts(range.start, { quote, delimiter }, nominal),
  )
}

/** Notes, of the bytes that it takes block by block, the record starts that are asked for. */
interface StartScan {
  readonly starts: readonly number[]
  readonly take: (block: Buffer) => void
}

const lineStarts = (range: FileRange, nominal: readonly number[]): readonly number[] => {
  const file = openFile(range, { bytes: 0 })
  try {
    return nominal.map(at => Math.max(range.start, lineStart(file, at, range.size)))
  } finally {
    file.close()
  }
}

const startsFound = async (
  range: FileRange,
  nominal: readonly number[],
  scan: StartScan,
): Promise<readonly number[]> => {
  try {
    const file = await open(range.file, 'r')
    try {
      const block = Buffer.allocUnsafe(READ_BYTES)
      for (let at = range.start; at < range.size && scan.starts.length < nominal.length; ) {
        const { bytesRead } = await file.read(block, 0, block.length, at)
        if (bytesRead === 0) break
        scan.take(block.subarray(0, bytesRead))
        at += bytesRead
      }
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw ioError(`Cannot read ${range.file}`, cause)
  }
  return nominal.map((_, i) => scan.starts[i] ?? range.size)
}

/** From `start` on, a record's first byte. */
const recordScan = (start: number, quote: number, nominal: readonly number[]): StartScan => {
  const starts: number[] = []
  let position = start
  let quoted = false
  let before = LF
  const take = (block: Buffer): void => {
    const hasQuotes = block.includes(quote)
    let i = 0
    while (i < block.length && starts.length < nominal.length) {
      const next = nominal[starts.length]!
      if (position < next) {
        const end = Math.min(block.length, i + next - position)
        if (hasQuotes) for (let j = i; j < end; j++) if (block[j] === quote) quoted = !quoted
        position += end - i
        before = block[end - 1]!
        i = end
        continue
      }
      const byte = block[i]!
      if (!quoted && (before === LF || (before === CR && byte !== LF))) starts.push(position)
      else {
        if (byte === quote) quoted = !quoted
        before = byte
        position++
        i++
      }
    }
  }
  return { starts, take }
}

/** The same where records may be malformed. */
const scannedStarts = (first: number, marks: Marks, nominal: readonly number[]): StartScan => {
  const starts: number[] = []
  const scan = csvScan(marks)
  const take = (block: Buffer): void =>
    scan.take(block, start => {
      while (starts.length < nominal.length && first + start >= nominal[starts.length]!)
        starts.push(first + start)
    })
  return { starts, take }
}
