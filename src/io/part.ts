// One part file of an output, written by a task. It stays in the output's directory of attempts until the driver
// commits the output, so nothing that a failed or repeated attempt leaves is ever seen.

import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PartitaError } from '../fault.ts'
import { reasonOf } from './io-error.ts'

export interface Part {
  /** Its name within the directory of attempts. */
  readonly file: string
  readonly records: number
  readonly bytes: number
}

export interface PartWriter {
  /** Writes one line; a '\n' within it is written as it is and reads back as two lines, as in Spark. */
  readonly write: (line: unknown) => void
  /** Brings everything to the disk. */
  readonly close: () => Part
  /** Removes what was written; does nothing after `close`. */
  readonly abort: () => void
}

const BUFFER_CHARACTERS = 65_536
const REPLACEMENT = Buffer.from('\uFFFD')
const LONE_SURROGATE = /\p{Surrogate}/u

export const partName = (partition: number): string => `part-${String(partition).padStart(5, '0')}`

export const openPart = (dir: string, partition: number, attempt: number): PartWriter => {
  const file = `${partName(partition)}.${attempt}`
  const path = join(dir, file)
  const attemptTo = <R>(f: () => R): R => {
    try {
      return f()
    } catch (cause) {
      throw new PartitaError('OUTPUT', `Cannot write ${path}: ${reasonOf(cause)}`, { cause })
    }
  }
  const fd = attemptTo(() => openSync(path, 'w'))
  let open = true
  let pending: string[] = []
  let characters = 0
  let records = 0
  let bytes = 0
  const refuse = (what: string, hint: string): never => {
    throw new PartitaError('DATA', `saveAsTextFile writes strings: ${what}.`, { recordIndex: records, hint })
  }
  const flush = (): void => {
    const text = pending.join('\n') + (pending.length === 0 ? '' : '\n')
    const block = Buffer.from(text)
    // What has no UTF-8 form has become U+FFFD, which the text may hold by right too.
    if (block.includes(REPLACEMENT) && LONE_SURROGATE.test(text)) {
      refuse(`a line of ${partName(partition)} holds half a character`, 'A lone surrogate has no UTF-8 form.')
    }
    for (let at = 0; at < block.length; ) at += attemptTo(() => writeSync(fd, block, at))
    bytes += block.length
    pending = []
    characters = 0
  }
  const shut = (): void => {
    open = false
    closeSync(fd)
  }
  return {
    write: line => {
      if (typeof line !== 'string') {
        return refuse(
          `record ${records} of ${partName(partition)} is ${kindOf(line)}`,
          'Make it a string with map first.',
        )
      }
      records++
      pending.push(line)
      characters += line.length + 1
      if (characters >= BUFFER_CHARACTERS) flush()
    },
    close: () => {
      flush()
      attemptTo(() => fsyncSync(fd))
      attemptTo(shut)
      return { file, records, bytes }
    },
    abort: () => {
      if (!open) return
      shut()
      rmSync(path, { force: true })
    },
  }
}

/** A whole part at once. */
export const writePart = (
  dir: string,
  partition: number,
  attempt: number,
  lines: Iterable<unknown>,
): Part => {
  const part = openPart(dir, partition, attempt)
  try {
    for (const line of lines) part.write(line)
    return part.close()
  } catch (error) {
    part.abort()
    throw error
  }
}

const kindOf = (x: unknown): string =>
  x === null || x === undefined
    ? String(x)
    : Array.isArray(x)
      ? 'an array'
      : typeof x === 'object'
        ? 'an object'
        : `a ${typeof x}`
