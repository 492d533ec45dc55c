// The bytes of a file range, read synchronously: a worker has nothing else to do, and a loop that awaits per block
// cannot be fused with the operators behind it.

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { PartitaError } from '../fault.ts'
import { ioError } from './io-error.ts'
import type { FileRange, InputFile } from './split.ts'

/** What was read, in bytes of the file (compressed ones of a gzip file). */
export interface ReadCounter {
  bytes: number
  /** Rows that were left out. */
  rejected?: number
}

export interface Bytes {
  /** Puts bytes into `into` from `at` on; how many, 0 at the end. */
  readonly read: (into: Buffer, at: number) => number
  readonly close: () => void
}

export interface OpenFile {
  /** Up to `length` bytes from `position` of the file into `into` at `at`. */
  readonly read: (into: Buffer, at: number, length: number, position: number) => number
  readonly close: () => void
}

export const openFile = ({ file, size, modified }: FileRange, counter: ReadCounter): OpenFile => {
  const attempt = <R>(f: () => R): R => {
    try {
      return f()
    } catch (cause) {
      throw ioError(`Cannot read ${file}`, cause)
    }
  }
  const fd = attempt(() => openSync(file, 'r'))
  const now = fstatSync(fd)
  if (now.size !== size || now.mtimeMs !== modified) {
    closeSync(fd)
    throw changed(file)
  }
  return {
    read: (into, at, length, position) => {
      const n = attempt(() => readSync(fd, into, at, length, position))
      counter.bytes += n
      return n
    },
    close: () => closeSync(fd),
  }
}

const changed = (file: string): PartitaError =>
  new PartitaError('IO', `${file} has changed since it was cut into partitions.`, {
    hint: 'Open it again with a new source.',
  })

/** For files that others open. @throws PartitaError IO if it is not as it was */
export const refuseChanged = ({ file, size, modified }: InputFile): void => {
  const now = statSync(file, { throwIfNoEntry: false })
  if (now === undefined || now.size !== size || now.mtimeMs !== modified) throw changed(file)
}

/** The bytes [start, end) of an open file, which closing closes. */
export const rangeOf = (file: OpenFile, start: number, end: number): Bytes => {
  let position = start
  return {
    read: (into, at) => {
      const n = file.read(into, at, Math.min(into.length - at, end - position), position)
      position += n
      return n
    },
    close: file.close,
  }
}
