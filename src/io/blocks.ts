// A part file of a checkpoint: sealed blocks of encoded records, each with its length before it, then one that says how
// many there were. Data only: what is read back is values, never code.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { openBlock, sealBlock } from '../codec/block.ts'
import { decode, encode } from '../codec/codec.ts'
import { PartitaError } from '../fault.ts'
import { reasonOf } from './io-error.ts'
import type { PartFile, PartWriter } from './part-file.ts'
import type { CheckpointSplit } from './split.ts'

/** Records to a block: a reader holds one at a time. */
const RECORDS = 4096

const BLOCK = 'checkpoint'
const LAST = 'end of checkpoint'

export const blocksWriter = (out: PartFile, file: string, partition: number): PartWriter => {
  let pending: unknown[] = []
  let blocks = 0
  let records = 0
  const append = (shuffle: string, rows: number, body: Uint8Array): void => {
    const block = sealBlock({ shuffle, mapIndex: partition, reducer: blocks, attempt: 0, rows }, body)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(block.length)
    out.append(length)
    out.append(Buffer.from(block.buffer, block.byteOffset, block.length))
  }
  const flush = (): void => {
    if (pending.length === 0) return
    append(BLOCK, pending.length, encode(pending))
    blocks++
    pending = []
  }
  return {
    write: record => {
      records++
      if (pending.push(record) >= RECORDS) flush()
    },
    close: () => {
      flush()
      append(LAST, records, new Uint8Array(0))
      return { file, records, bytes: out.close() }
    },
    abort: out.abort,
  }
}

/** The records of a part, block by block. @throws PartitaError DATA naming the file, where it is missing or damaged */
export function* blockRecords(
  { file, partition }: CheckpointSplit,
  counter: { bytes: number } = { bytes: 0 },
): Generator<readonly unknown[], void, undefined> {
  const fd = openChecked(file)
  try {
    let records = 0
    for (let reducer = 0; ; reducer++) {
      const bytes = nextBlock(fd, file)
      counter.bytes += bytes.length
      const { header, body } = opened(file, bytes, { mapIndex: partition, reducer })
      if (header.shuffle === LAST) {
        if (header.rows !== records || readSync(fd, Buffer.alloc(1)) > 0)
          throw damaged(file, 'its blocks are not those that were written')
        return
      }
      const batch = decoded(file, body)
      records += batch.length
      yield batch
    }
  } finally {
    closeSync(fd)
  }
}

const openChecked = (file: string): number => {
  try {
    return openSync(file, 'r')
  } catch (cause) {
    throw damaged(file, reasonOf(cause), cause)
  }
}

const nextBlock = (fd: number, file: string): Uint8Array => {
  const length = readExactly(fd, 4, file).readUInt32LE()
  return readExactly(fd, length, file)
}

const readExactly = (fd: number, length: number, file: string): Buffer => {
  if (length > fstatSync(fd).size) throw damaged(file, `a block of ${length} bytes is longer than it`)
  const bytes = Buffer.allocUnsafeSlow(length)
  let read = 0
  while (read < length) {
    const got = readSync(fd, bytes, read, length - read, null)
    if (got === 0) throw damaged(file, `it ends ${length - read} bytes early`)
    read += got
  }
  return bytes
}

const opened = (
  file: string,
  bytes: Uint8Array,
  at: { readonly mapIndex: number; readonly reducer: number },
) => {
  try {
    return openBlock(bytes, at, 'A block')
  } catch (cause) {
    throw damaged(file, reasonOf(cause), cause)
  }
}

const decoded = (file: string, body: Uint8Array): readonly unknown[] => {
  try {
    return decode(body)
  } catch (cause) {
    throw damaged(file, reasonOf(cause), cause)
  }
}

const damaged = (file: string, why: string, cause?: unknown): PartitaError =>
  new PartitaError('DATA', `${file} is no whole part of a checkpoint: ${why.replace(/\.$/, '')}.`, {
    cause,
    hint: 'A checkpoint that is damaged cannot be mended: remove it and compute it again.',
  })
