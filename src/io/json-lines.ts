// JSON by lines, in a worker: each line that is not blank is a record. Records travel in batches, one per piece of the
// file.

import { isUtf8 } from 'node:buffer'
import { decode, validLength } from './decode.ts'
import { isBlank, type LineReader } from './json-row.ts'
import { CR, LF, lineNumberAt } from './lines.ts'
import { judging, Misfit, notUtf8, type Place, type Rejecting } from './rejects.ts'
import type { JsonLinesSplit } from './split.ts'
import { linePieces, linesOf } from './text.ts'

export function* jsonRows(
  split: JsonLinesSplit,
  read: LineReader,
  rejecting: Rejecting = {},
): Generator<unknown[], void, undefined> {
  const { accept, reject } = judging(split.onBadRow, rejecting)
  const { file, encoding } = split
  let first: number | undefined
  /** Lines of the split before this one. */
  let lines = 0
  for (const { bytes, offset } of linePieces(split, rejecting.counter)) {
    const rows: unknown[] = []
    const placed =
      (text: string): (() => Place) =>
      () => {
        // Looked up once for the split: that reads all that comes before it.
        first ??= lineNumberAt(split, offset) - linesBefore
        return { file, line: first + lines, text }
      }
    const linesBefore = lines
    const take = (line: string): void => {
      if (!isBlank(line)) {
        const row = read(line)
        if (row instanceof Misfit) reject(rows, row, placed(line))
        else rows.push(accept(row))
      }
      lines++
    }
    if (encoding === 'latin1' || isUtf8(bytes))
      for (const line of linesOf(decode(bytes, split, offset))) take(line)
    else
      for (const [start, end] of lineRanges(bytes)) {
        const line = bytes.subarray(start, end)
        if (isUtf8(line)) take(line.toString())
        else {
          reject(rows, notUtf8(offset + start + validLength(line)), placed(line.toString()))
          lines++
        }
      }
    yield rows
  }
}

/** Where each line lies, without its end. */
function* lineRanges(bytes: Buffer): Generator<readonly [number, number], void, undefined> {
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== LF && bytes[i] !== CR) continue
    yield [start, i]
    if (bytes[i] === CR && bytes[i + 1] === LF) i++
    start = i + 1
  }
  if (start < bytes.length) yield [start, bytes.length]
}
