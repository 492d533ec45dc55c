// Text by lines, in a worker. Lines travel as chunks of many: the loop behind cuts them itself, where V8 can inline
// the search, and no generator is resumed per line.

import { PartitaError } from '../fault.ts'
import { type Bytes, openFile, type ReadCounter, rangeOf } from './bytes.ts'
import { decode, type Encoded } from './decode.ts'
import { lastLineEnd, lineNumberAt, lineStart } from './lines.ts'
import { openBytes } from './open-bytes.ts'
import { pieces } from './pieces.ts'
import type { FileRange, TextSplit } from './split.ts'

/** Well under the longest string that V8 has (about 512 Mi characters). */
const MAX_LINE_BYTES = 256 * 1024 * 1024

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')
export const markLength = (bytes: Buffer): number =>
  bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0

/** Whole lines, as bytes that are good until the next are asked for, and where they lie; without the mark. */
export interface LinePiece {
  readonly bytes: Buffer
  readonly offset: number
}

export function* linePieces(
  split: Encoded,
  counter: ReadCounter = { bytes: 0 },
): Generator<LinePiece, void, undefined> {
  const [source, start] = openLines(split, counter)
  let offset = start
  const tooLong = (): never => {
    throw new PartitaError(
      'DATA',
      `${split.file}:${lineNumberAt(split, offset)}: the line is longer than ${MAX_LINE_BYTES} bytes.`,
    )
  }
  for (const piece of pieces(source, lastLineEnd, MAX_LINE_BYTES, tooLong)) {
    const mark = offset === 0 && split.encoding === 'utf-8' ? markLength(piece) : 0
    yield { bytes: piece.subarray(mark), offset: offset + mark }
    offset += piece.length
  }
}

/** The split's lines as strings of whole lines, each ended by '\n' but perhaps the last of the file. */
export function* textChunks(split: Encoded, counter?: ReadCounter): Generator<string, void, undefined> {
  for (const { bytes, offset } of linePieces(split, counter)) {
    const text = decode(bytes, split, offset)
    if (text !== '') yield text
  }
}

export function* textLines(split: TextSplit, counter?: ReadCounter): Generator<string, void, undefined> {
  for (const chunk of textChunks(split, counter)) yield* linesOf(chunk)
}

/** The lines of a chunk whose line ends are all '\n'. */
export function* linesOf(chunk: string): Generator<string, void, undefined> {
  let start = 0
  for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
    yield chunk.slice(start, end)
    start = end + 1
  }
  if (start < chunk.length) yield chunk.slice(start)
}

/** The bytes of the lines that start in the split, and where they begin. */
const openLines = (split: FileRange, counter: ReadCounter): readonly [Bytes, number] => {
  if (split.gzip) return [openBytes(split, counter), 0]
  const file = openFile(split, counter)
  try {
    const start = lineStart(file, split.start, split.size)
    return [rangeOf(file, start, lineStart(file, split.end, split.size)), start]
  } catch (error) {
    file.close()
    throw error
  }
}
