// Files as records: how they share partitions, and how one is read, whole.

import { PartitaError } from '../fault.ts'
import type { FilesSource } from '../lineage/source.ts'
import type { ReadCounter } from './bytes.ts'
import { decodeExactly } from './decode.ts'
import { openBytes } from './open-bytes.ts'
import { type FileRange, type FilesSplit, type InputFile, wholeFile } from './split.ts'
import { markLength } from './text.ts'

/** What opening a file costs, as bytes: many tiny files would make one long task. */
const LEAST_BYTES = 64 * 1024

/** As many files after each other as `splitBytes` allows, and at least one. */
export const filesSplits = (files: readonly InputFile[], source: FilesSource): readonly FilesSplit[] => {
  const { content, encoding, maxFileBytes, splitBytes } = source
  const groups: InputFile[][] = []
  let left = 0
  for (const file of files) {
    if (!isGzip(file, content) && file.size > maxFileBytes) throw tooLarge(file, maxFileBytes)
    const cost = Math.max(LEAST_BYTES, file.size)
    if (groups.length === 0 || cost > left) {
      groups.push([])
      left = splitBytes
    }
    groups.at(-1)!.push(file)
    left -= cost
  }
  return groups.map(files => ({ from: 'files', content, encoding, maxFileBytes, files }))
}

/** One file is in memory at a time. */
export function* fileRecords(
  split: FilesSplit,
  counter: ReadCounter = { bytes: 0 },
): Generator<[string, string | Buffer][], void, undefined> {
  const { files, content, encoding, maxFileBytes } = split
  for (const file of files) {
    const gzip = isGzip(file, content)
    const range = { ...wholeFile(file), gzip, end: gzip ? Number.MAX_SAFE_INTEGER : file.size }
    const bytes = wholeBytes(range, maxFileBytes, counter)
    yield [[file.file, content === 'text' ? textOf(bytes, { ...range, encoding }) : bytes]]
  }
}

/** Text is inflated, bytes are those that are stored. */
const isGzip = (file: InputFile, content: FilesSource['content']): boolean =>
  content === 'text' && wholeFile(file).gzip

const textOf = (bytes: Buffer, range: FileRange & { readonly encoding: FilesSource['encoding'] }): string => {
  const mark = range.encoding === 'utf-8' ? markLength(bytes) : 0
  return decodeExactly(bytes.subarray(mark), range, mark)
}

const FIRST_BYTES = 65_536

const wholeBytes = (range: FileRange, limit: number, counter: ReadCounter): Buffer => {
  const source = openBytes(range, counter)
  try {
    // A byte more than the file has, so that its end is seen without growing.
    let buffer = Buffer.allocUnsafeSlow(range.gzip ? FIRST_BYTES : range.size + 1)
    let filled = 0
    for (;;) {
      if (filled > limit) throw tooLarge(range, limit)
      if (filled === buffer.length) {
        const larger = Buffer.allocUnsafeSlow(2 * filled)
        buffer.copy(larger)
        buffer = larger
      }
      const n = source.read(buffer, filled)
      if (n === 0) return buffer.subarray(0, filled)
      filled += n
    }
  } finally {
    source.close()
  }
}

const tooLarge = ({ file }: InputFile, limit: number): PartitaError =>
  new PartitaError('DATA', `${file} holds more than ${limit} bytes, and is read whole.`, {
    hint: 'Raise maxFileBytes, or read it by lines with textFile.',
  })
