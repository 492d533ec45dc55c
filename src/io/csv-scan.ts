// Where the records of a CSV file begin when some of them are malformed. Strict RFC 4180, one byte after the other; at a
// fault the rest of that line is skipped, whatever quotes it holds, and the next line begins a record. A quote that is
// never closed takes all that follows: nothing says where it should have ended.

import { CR, LF } from './lines.ts'

export interface Marks {
  readonly quote: string
  /** One ASCII character. */
  readonly delimiter: string
}

export type Fault = 'stray quote' | 'text behind a quote' | 'never closed'

const FIELD = 0
const PLAIN = 1
const QUOTED = 2
/** Behind a quote within quotes: the end of the field, or one half of a quote. */
const CLOSING = 3
const SKIPPING = 4
/** Behind a CR: an LF belongs to it. */
const RETURNED = 5

export interface CsvScan {
  /**
   * Takes bytes that follow those taken before. `visit` hears of each record that ended, by the positions of its first
   * byte and behind its last, counted over all bytes taken.
   */
  readonly take: (
    bytes: Uint8Array,
    visit: (start: number, end: number, fault: Fault | undefined) => void,
  ) => void
  /** There are no more bytes. */
  readonly finish: (visit: (start: number, end: number, fault: Fault | undefined) => void) => void
}

export const csvScan = ({ quote, delimiter }: Marks): CsvScan => {
  const mark = quote === '' ? -1 : quote.charCodeAt(0)
  const comma = delimiter.charCodeAt(0)
  let state = FIELD
  let start = 0
  let position = 0
  let fault: Fault | undefined
  return {
    take: (bytes, visit) => {
      const end = (at: number): void => {
        visit(start, at, fault)
        start = at
        fault = undefined
        state = FIELD
      }
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i]!
        if (state === RETURNED) {
          if (byte === LF) {
            end(position + i + 1)
            continue
          }
          end(position + i)
        }
        if (state === QUOTED) {
          if (byte === mark) state = CLOSING
        } else if (byte === LF) end(position + i + 1)
        else if (byte === CR) state = RETURNED
        else if (state === SKIPPING) continue
        else if (byte === comma) state = FIELD
        else if (byte === mark) {
          if (state === PLAIN) {
            fault = 'stray quote'
            state = SKIPPING
          } else state = QUOTED
        } else if (state === CLOSING) {
          fault = 'text behind a quote'
          state = SKIPPING
        } else state = PLAIN
      }
      position += bytes.length
    },
    finish: visit => {
      if (position > start) visit(start, position, state === QUOTED ? 'never closed' : fault)
      start = position
    },
  }
}
