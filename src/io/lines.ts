// Where lines begin and end, in bytes. LF, CRLF and CR end a line: a line starts at 0, after an LF, and after a CR
// that no LF follows.

import { PartitaError } from '../fault.ts'
import type { OpenFile } from './bytes.ts'
import { openBytes } from './open-bytes.ts'
import type { FileRange } from './split.ts'

export const LF = 10
export const CR = 13

/** Small enough that the decoded string is no large object for V8, and that a kept slice of it keeps little alive. */
export const BLOCK_BYTES = 65_536

/** The first line start at or after `at`; `size` where there is none. */
export const lineStart = (file: OpenFile, at: number, size: number): number => {
  if (at <= 0) return 0
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  // A byte is judged with the one behind it, so the last byte of a block is read again as the first of the next.
  for (let from = at - 1; from < size - 1; ) {
    const n = file.read(block, 0, Math.min(block.length, size - from), from)
    if (n < 2) throw new PartitaError('IO', 'A file became shorter while it was read.')
    for (let i = 0; i + 1 < n; i++) if (endsLine(block, i)) return from + i + 1
    from += n - 1
  }
  return size
}

const endsLine = (block: Buffer, i: number): boolean =>
  block[i] === LF || (block[i] === CR && block[i + 1] !== LF)

/** The end of the last line in a block that is known to be whole; 0 where there is none. */
export const lastLineEnd = (block: Buffer): number => {
  const end = block.lastIndexOf(LF) + 1
  if (end > 0) return end
  // A CR in last place may be half of a CRLF.
  return block.length < 2 ? 0 : block.lastIndexOf(CR, block.length - 2) + 1
}

/** The line of a file, from 1, that the byte at `offset` stands in. Reads the file again: for error messages. */
export const lineNumberAt = (range: FileRange, offset: number): number => {
  const source = openBytes({ ...range, start: 0 }, { bytes: 0 })
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  let line = 1
  let before = 0
  try {
    for (let position = 0; position < offset; ) {
      const n = source.read(block, 0)
      if (n === 0) break
      const end = Math.min(n, offset - position)
      for (let i = 0; i < end; i++) {
        const byte = block[i]!
        if (byte === CR || (byte === LF && before !== CR)) line++
        before = byte
      }
      position += n
    }
  } finally {
    source.close()
  }
  return line
}
