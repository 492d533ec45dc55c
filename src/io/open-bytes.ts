import { type Bytes, openFile, type ReadCounter, rangeOf } from './bytes.ts'
import { openGzip } from './gzip.ts'
import type { FileRange } from './split.ts'

/** The bytes of a range, inflated where the file is gzip. */
export const openBytes = (range: FileRange, counter: ReadCounter): Bytes => {
  const file = openFile(range, counter)
  return range.gzip
    ? skip(openGzip(range.file, rangeOf(file, 0, range.size)), range.start)
    : rangeOf(file, range.start, range.end)
}

const skip = (source: Bytes, count: number): Bytes => {
  for (let left = count; left > 0; ) {
    const n = source.read(Buffer.allocUnsafe(Math.min(left, 65_536)), 0)
    if (n === 0) break
    left -= n
  }
  return source
}
