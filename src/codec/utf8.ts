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

export interface EncodedStrings {
  readonly values: Uint8Array
  readonly offsets: Int32Array
}

/** Undefined where the bytes are too many for offsets. `refuse` throws for a string that is not Unicode text. */
export const encodeStrings = (
  strings: readonly string[],
  refuse: (i: number) => never,
): EncodedStrings | undefined => encodeAscii(strings) ?? encodeUnicode(strings, refuse)

/** Offsets are int32. */
const MAX_BYTES = 2 ** 31 - 1
/** More units than this are not joined: V8's longest string is 2^29. */
const MAX_UNITS = 2 ** 26

const UTF8 = new TextEncoder()

/** Undefined where a string is not ASCII, or all are too long together. */
const encodeAscii = (strings: readonly string[]): EncodedStrings | undefined => {
  const offsets = new Int32Array(strings.length + 1)
  let total = 0
  for (let i = 0; i < strings.length; i++) {
    total += strings[i]!.length
    if (total > MAX_UNITS) return undefined
    offsets[i + 1] = total
  }
  // Joined and encoded at once, they cost a fifth of what they cost one by one; what is not ASCII takes more bytes.
  const values = UTF8.encode(strings.join(''))
  return values.length === total ? { values, offsets } : undefined
}

const encodeUnicode = (
  strings: readonly string[],
  refuse: (i: number) => never,
): EncodedStrings | undefined => {
  const offsets = new Int32Array(strings.length + 1)
  const parts: Buffer[] = []
  let total = 0
  for (let from = 0; from < strings.length; ) {
    let units = 0
    let to = from
    while (to < strings.length && (to === from || units + strings[to]!.length <= MAX_UNITS))
      units += strings[to++]!.length
    const joined = strings.slice(from, to).join('')
    const bytes = Buffer.from(joined)
    if (total + bytes.length > MAX_BYTES) return undefined
    // Two halves of different strings would make a whole of the joined ones.
    const checked = SURROGATE.test(joined)
    for (let i = from; i < to; i++) {
      const text = strings[i]!
      if (checked && LONE_SURROGATE.test(text)) refuse(i)
      total += Buffer.byteLength(text)
      offsets[i + 1] = total
    }
    parts.push(bytes)
    from = to
  }
  return { values: new Uint8Array(Buffer.concat(parts)), offsets }
}

const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/u
