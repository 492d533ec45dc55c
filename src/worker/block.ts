// The bytes that a task was brought: in a blob of its frame, or in a file.

import { closeSync, openSync, readSync } from 'node:fs'
import type { BlockRef } from './program.ts'

export const readBlock = (ref: BlockRef, blobs: readonly Uint8Array[]): Uint8Array =>
  'blob' in ref ? blobs[ref.blob]! : readFileRange(ref)

const readFileRange = ({
  file,
  offset,
  length,
}: {
  file: string
  offset: number
  length: number
}): Uint8Array => {
  const bytes = Buffer.allocUnsafeSlow(length)
  const handle = openSync(file, 'r')
  try {
    let read = 0
    while (read < length) {
      const got = readSync(handle, bytes, read, length - read, offset + read)
      if (got === 0) break
      read += got
    }
    return bytes.subarray(0, read)
  } finally {
    closeSync(handle)
  }
}
