import { isAscii, isUtf8 } from 'node:buffer'
import { PartitaError } from '../fault.ts'
import type { TextEncoding } from '../lineage/source.ts'
import { CR, lineNumberAt } from './lines.ts'
import type { FileRange } from './split.ts'

export interface Encoded extends FileRange {
  readonly encoding: TextEncoding
}

/** The text of whole characters that begin at `offset` of the file, every line end as '\n'. */
export const decode = (bytes: Buffer, source: Encoded, offset: number): string => {
  const text = decodeExactly(bytes, source, offset)
  return bytes.includes(CR) ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text
}

/** The same, line ends as they are. */
export const decodeExactly = (bytes: Buffer, source: Encoded, offset: number): string => {
  // latin1 is the fastest way to make a string of ASCII, and V8 then keeps one byte a character.
  if (source.encoding === 'latin1' || isAscii(bytes)) return bytes.toString('latin1')
  requireUtf8(bytes, source, offset)
  return bytes.toString('utf8')
}

/** Node replaces what it cannot decode by U+FFFD in silence; here it is an error, in the line of the record that is named. */
export const requireUtf8 = (bytes: Buffer, source: Encoded, offset: number, record?: number): void => {
  if (source.encoding !== 'utf-8' || isUtf8(bytes)) return
  const at = offset + validLength(bytes)
  throw new PartitaError(
    'DATA',
    `${source.file}:${lineNumberAt(source, record ?? at)}: byte ${at} of the file is not UTF-8.`,
    { hint: "If it is an older single-byte file, read it with encoding: 'latin1'." },
  )
}

/** How many bytes come before the first that is not UTF-8. */
export const validLength = (bytes: Buffer): number => {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 8) {
    // A half may end within a character, up to three bytes behind its beginning.
    const middle = (valid + invalid) >> 1
    const end = [0, 1, 2, 3].map(back => middle - back).find(end => isUtf8(bytes.subarray(valid, end)))
    if (end === undefined) invalid = middle
    else valid = end
  }
  while (invalid > valid && !isUtf8(bytes.subarray(valid, invalid))) invalid--
  return invalid
}
