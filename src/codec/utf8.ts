// Columns of strings as UTF-8: the bytes of all side by side, and where each begins.

import { isAscii } from 'node:buffer'

/**
 * A string cut out of a longer one keeps all of it alive, so text is decoded in pieces of about this many bytes: small
 * enough to be held by one string, long enough that decoding costs nothing a string.
 */
const PIECE = 4096

/** Strings `from` up to `to`. */
export const decodeStrings = (
  values: Uint8Array,
  offsets: Int32Array,
  from: number,
  to: number,
): string[] => {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  const strings = new Array<string>(to - from)
  for (let i = from; i < to; ) {
    const start = offsets[i]!
    let end = i + 1
    while (end < to && offsets[end + 1]! - start <= PIECE) end++
    if (isAscii(bytes.subarray(start, offsets[end]!))) {
      const piece = bytes.toString('latin1', start, offsets[end]!)
      for (; i < end; i++) strings[i - from] = piece.substring(offsets[i]! - start, offsets[i + 1]! - start)
    } else for (; i < end; i++) strings[i - from] = bytes.toString('utf8', offsets[i]!, offsets[i + 1]!)
  }
  return strings
}
