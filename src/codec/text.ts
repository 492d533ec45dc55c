// Columns of strings: their units side by side, a byte each where all of them fit, and where each string begins.

export interface Latin1 {
  readonly type: 'latin1'
  /** One byte a unit. */
  readonly units: Uint8Array
  /** String i is units[starts[i]] up to units[starts[i + 1]]. */
  readonly starts: Int32Array
}
export interface Utf16 {
  readonly type: 'utf16'
  readonly units: Uint16Array
  readonly starts: Int32Array
}
export type Text = Latin1 | Utf16

/** More units than this are no column (offsets are int32, and V8's longest string is 2^29). */
export const MAX_UNITS = 2 ** 28

/** A unit that a byte cannot hold. */
export const WIDE = /[^\0-\xff]/

/** Undefined where the strings are too long together. */
export const textOf = (strings: readonly string[]): Text | undefined => {
  const starts = new Int32Array(strings.length + 1)
  let n = 0
  for (let i = 0; i < strings.length; i++) {
    n += strings[i]!.length
    if (n > MAX_UNITS) return undefined
    starts[i + 1] = n
  }
  const joined = strings.join('')
  if (!WIDE.test(joined)) return { type: 'latin1', units: Buffer.from(joined, 'latin1'), starts }
  const units = new Uint16Array(n)
  Buffer.from(units.buffer).write(joined, 'utf16le')
  return { type: 'utf16', units, starts }
}

/**
 * A string cut out of a longer one keeps all of it alive, so text is decoded in pieces of about this many units: small
 * enough to be held by one string, long enough that decoding costs nothing a string.
 */
const PIECE = 4096

export const textValues = ({ type, units, starts }: Text): string[] => {
  const n = starts.length - 1
  const bytes = Buffer.from(units.buffer, units.byteOffset, units.byteLength)
  const [encoding, size] = type === 'latin1' ? (['latin1', 1] as const) : (['utf16le', 2] as const)
  const strings = new Array<string>(n)
  for (let i = 0; i < n; ) {
    const from = starts[i]!
    let end = i + 1
    while (end < n && starts[end + 1]! - from <= PIECE) end++
    const to = starts[end]!
    const piece = bytes.toString(encoding, from * size, to * size)
    for (; i < end; i++) strings[i] = piece.substring(starts[i]! - from, starts[i + 1]! - from)
  }
  return strings
}
