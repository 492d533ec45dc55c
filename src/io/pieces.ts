import type { Bytes } from './bytes.ts'
import { BLOCK_BYTES } from './lines.ts'

/**
 * Cuts a stream of bytes into pieces of whole records: `lastEnd` says where the last whole one of a block ends, 0 if
 * it holds none. A piece is a view that is good until the next is asked for. `tooLong` throws what is to be said of a
 * record that exceeds `limit`. Closes the source.
 */
export function* pieces(
  source: Bytes,
  lastEnd: (block: Buffer) => number,
  limit: number,
  tooLong: (block: Buffer) => never,
  blockBytes = BLOCK_BYTES,
): Generator<Buffer, void, undefined> {
  try {
    let buffer = Buffer.allocUnsafe(blockBytes)
    let filled = 0
    for (;;) {
      const n = source.read(buffer, filled)
      if (n === 0) break
      filled += n
      // A record longer than the buffer is looked for only when the buffer is full: doubling keeps that linear.
      if (filled < buffer.length && buffer.length > blockBytes) continue
      const end = lastEnd(buffer.subarray(0, filled))
      if (end > 0) {
        yield buffer.subarray(0, end)
        const rest = buffer.subarray(end, filled)
        if (buffer.length > blockBytes && rest.length < blockBytes) buffer = Buffer.allocUnsafe(blockBytes)
        rest.copy(buffer)
        filled = rest.length
      } else if (filled === buffer.length) {
        if (filled >= limit) tooLong(buffer)
        const larger = Buffer.allocUnsafe(2 * filled)
        buffer.copy(larger)
        buffer = larger
      }
    }
    if (filled > 0) yield buffer.subarray(0, filled)
  } finally {
    source.close()
  }
}
