// The lines on which the records of a file begin: for whoever knows a record by its number only.

import { lastRecordEnd } from './csv.ts'
import { CR, LF } from './lines.ts'
import { openBytes } from './open-bytes.ts'
import { pieces } from './pieces.ts'
import type { FileRange } from './split.ts'

const LONGEST = 2 ** 30

/** From 1, in order; a blank line is a record only where records have one field. Quotes that never close hide lines. */
export function* recordLines(
  range: FileRange,
  quote: string,
  width: number,
): Generator<number, void, undefined> {
  const mark = quote.charCodeAt(0)
  const tooLong = (): never => {
    throw new RangeError('a record is too long')
  }
  let line = 1
  for (const piece of pieces(openBytes(range, { bytes: 0 }), lastRecordEnd(quote), LONGEST, tooLong)) {
    let quoted = false
    let start = line
    let blank = true
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]!
      if (byte === LF || (byte === CR && piece[i + 1] !== LF)) {
        line++
        if (quoted) continue
        if (!blank || width === 1) yield start
        start = line
        blank = true
      } else if (byte !== CR) {
        blank = false
        if (byte === mark) quoted = !quoted
      }
    }
    if (!blank) yield start
  }
}
