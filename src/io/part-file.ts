// The bytes of one part file of an output, written by a task. It stays in the output's directory of attempts until the
// driver commits the output, so nothing that a failed or repeated attempt leaves is ever seen.

import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PartitaError } from '../fault.ts'
import type { Compression } from '../lineage/sink.ts'
import { gzipInto } from './gzip.ts'
import { reasonOf } from './io-error.ts'

export interface Part {
  /** Its name within the directory of attempts. */
  readonly file: string
  readonly records: number
  readonly bytes: number
  /** Names of the columns, in a format that has them; undefined where no record told them. */
  readonly columns?: readonly string[] | undefined
}

export interface PartWriter {
  readonly write: (record: unknown) => void
  /** Brings everything to the disk. */
  readonly close: () => Part | Promise<Part>
  /** Removes what was written; does nothing after `close`. */
  readonly abort: () => void
}

export interface PartFile {
  readonly append: (bytes: Buffer) => void
  /** Brings everything to the disk; how many bytes the file has. */
  readonly close: () => number
  /** Removes what was written; does nothing after `close`. */
  readonly abort: () => void
}

/** @throws PartitaError OUTPUT, here and later, for what the operating system refuses */
export const openPartFile = (path: string, compression: Compression | undefined): PartFile => {
  const attempt = <R>(f: () => R): R => {
    try {
      return f()
    } catch (cause) {
      throw new PartitaError('OUTPUT', `Cannot write ${path}: ${reasonOf(cause)}`, { cause })
    }
  }
  const fd = attempt(() => openSync(path, 'w', 0o666))
  let open = true
  let bytes = 0
  const write = (block: Uint8Array): void => {
    for (let at = 0; at < block.length; ) at += attempt(() => writeSync(fd, block, at))
    bytes += block.length
  }
  const gzip = compression === 'gzip' ? gzipInto(write) : undefined
  const shut = (): void => {
    open = false
    gzip?.close()
    closeSync(fd)
  }
  return {
    append: gzip?.write ?? write,
    close: () => {
      gzip?.end()
      attempt(() => fsyncSync(fd))
      attempt(shut)
      return bytes
    },
    abort: () => {
      if (!open) return
      shut()
      rmSync(path, { force: true })
    },
  }
}

/** The file that attempt `attempt` at a partition writes; what the committed file is called says `partName`. */
export const attemptFile = (dir: string, name: string, attempt: number): string =>
  join(dir, `${name}.${attempt}`)

export const partName = (partition: number, extension = ''): string =>
  `part-${String(partition).padStart(5, '0')}${extension}`

/** The committed name of what `attemptFile` named. */
export const committedName = (file: string): string => file.replace(/\.\d+$/, '')
