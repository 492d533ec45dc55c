// Records as lines of UTF-8, in blocks: what text, CSV and JSON lines have in common when they are written.

import { PartitaError } from '../fault.ts'

import type { PartFile, PartWriter } from './part-file.ts'

export interface LineFormat {
  /** Of the part's name. */
  readonly extension: string
  /** A line that stands before all records. */
  readonly head?: string | undefined
  /** The line of record `index`, without its end. */
  readonly lineOf: (record: unknown, index: number) => string
  /** What the columns turned out to be, where the format has any. */
  readonly columns?: (() => readonly string[] | undefined) | undefined
}

const BUFFER_CHARACTERS = 65_536
const REPLACEMENT = Buffer.from('\uFFFD')
const LONE_SURROGATE = /\p{Surrogate}/u

/** `part` is what error messages call it. */
export const lineWriter = (
  out: PartFile,
  file: string,
  part: string,
  { head, lineOf, columns }: LineFormat,
): PartWriter => {
  let pending = head === undefined ? [] : [head]
  let characters = 0
  let records = 0
  const flush = (): void => {
    if (pending.length === 0) return
    const text = `${pending.join('\n')}\n`
    const block = Buffer.from(text)
    // What has no UTF-8 form has become U+FFFD, which the text may hold by right too.
    if (block.includes(REPLACEMENT) && LONE_SURROGATE.test(text))
      throw refusal(`A line of ${part} holds half a character.`, 'A lone surrogate has no UTF-8 form.')
    out.append(block)
    pending = []
    characters = 0
  }
  return {
    write: record => {
      const line = lineOf(record, records)
      records++
      pending.push(line)
      characters += line.length + 1
      if (characters >= BUFFER_CHARACTERS) flush()
    },
    close: () => {
      flush()
      const bytes = out.close()
      return { file, records, bytes, ...(columns === undefined ? {} : { columns: columns() }) }
    },
    abort: out.abort,
  }
}

/** A record that the format cannot hold; the engine adds who wrote it, and where. */
export const refusal = (message: string, hint: string): PartitaError =>
  new PartitaError('DATA', message, { hint })

export const kindOf = (x: unknown): string =>
  x === null || x === undefined
    ? String(x)
    : Array.isArray(x)
      ? 'an array'
      : typeof x === 'object'
        ? 'an object'
        : `a ${typeof x}`
