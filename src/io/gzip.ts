// Inflates and deflates synchronously, a little at a time. zlib's own synchronous calls want the whole file in memory, and its
// streams are asynchronous; minizlib drives the same native code without either.

import { createRequire } from 'node:module'
import { PartitaError } from '../fault.ts'
import type { Bytes } from './bytes.ts'
import { reasonOf } from './io-error.ts'

/** Loaded with the first gzip file: it would cost every worker ten milliseconds of its start. */
const loadMinizlib = () => createRequire(import.meta.url)('minizlib') as typeof import('minizlib')

/** Deflate gains at most 1032 to 1, so a bomb gives 16 MiB for each of these and no more. */
const INPUT_BYTES = 16_384

/** All members of a gzip file, one after the other. */
export const openGzip = (file: string, compressed: Bytes): Bytes => {
  const { Gunzip } = loadMinizlib()
  const gunzip = new Gunzip({})
  const input = Buffer.allocUnsafe(INPUT_BYTES)
  const inflated: Buffer[] = []
  let fault: unknown
  let ended = false
  gunzip.on('data', block => inflated.push(block))
  gunzip.on('error', error => {
    fault = error
  })
  const inflateMore = (): void => {
    const n = compressed.read(input, 0)
    ended = n === 0
    if (ended) gunzip.end()
    else gunzip.write(input.subarray(0, n))
    if (fault !== undefined) {
      throw new PartitaError('DATA', `${file} is not a whole gzip file: ${reasonOf(fault)}.`, {
        cause: fault,
        hint: 'It is cut off or damaged; `gzip -t` tells.',
      })
    }
  }
  return {
    read: (into, at) => {
      while (inflated.length === 0 && !ended) inflateMore()
      const block = inflated[0]
      if (block === undefined) return 0
      const n = block.copy(into, at)
      if (n === block.length) inflated.shift()
      else inflated[0] = block.subarray(n)
      return n
    },
    close: () => {
      gunzip.close()
      compressed.close()
    },
  }
}

/** Compresses what is written, into `write`; the same bytes on every machine. */
export const gzipInto = (write: (block: Uint8Array) => void) => {
  const { Gzip } = loadMinizlib()
  const gzip = new Gzip({ portable: true })
  let fault: unknown
  gzip.on('data', write)
  gzip.on('error', error => {
    fault = error
  })
  const checked = (step: () => unknown): void => {
    step()
    if (fault !== undefined) throw fault
  }
  return {
    write: (block: Buffer): void => checked(() => gzip.write(block)),
    /** Writes what is left. */
    end: (): void => checked(() => gzip.end()),
    close: (): void => gzip.close(),
  }
}
