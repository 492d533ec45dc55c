// Strings out of DuckDB. Each is 16 bytes: its length, then its up to 12 bytes, or a prefix of 4 and a pointer. The
// strings behind the pointers of a streamed chunk lie back to back in a few runs, so that a call for each run gets
// them all; a run goes on across nulls and across short strings, which lie elsewhere.

import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'
import { isValid, type Validity } from '../../codec/validity.ts'
import { PartitaError } from '../../fault.ts'

const INLINE = 12
/** Offsets are int32. */
const MAX_BYTES = 2 ** 31 - 1

export const readStrings = (
  raw: RawVector,
  validity: Validity,
  length: number,
): { readonly offsets: Int32Array; readonly values: Uint8Array } => {
  const data = duckdb.vector_get_data(raw, length * 16)
  const words = new Uint32Array(data.buffer, data.byteOffset, length * 4)
  const offsets = new Int32Array(length + 1)
  let end = 0
  // A null's 16 bytes are garbage: never looked at.
  if (validity === undefined)
    for (let i = 0; i < length; i++) {
      end += words[i * 4]!
      offsets[i + 1] = end
    }
  else
    for (let i = 0; i < length; i++) {
      if (isValid(validity, i)) end += words[i * 4]!
      offsets[i + 1] = end
    }
  if (end > MAX_BYTES)
    throw new PartitaError(
      'UNSUPPORTED',
      `${length} values of one column take ${end} bytes: more than 2 GiB.`,
    )
  const values = new Uint8Array(end)
  copyShort(values, data, offsets)
  copyLong(values, data.buffer as ArrayBuffer, data.byteOffset, words, offsets)
  return { offsets, values }
}

const copyShort = (values: Uint8Array, data: Uint8Array, offsets: Int32Array) => {
  for (let i = 0; i + 1 < offsets.length; i++) {
    const at = offsets[i]!
    const n = offsets[i + 1]! - at
    if (n > INLINE) continue
    for (let k = 0, from = i * 16 + 4; k < n; k++) values[at + k] = data[from + k]!
  }
}

const copyLong = (
  values: Uint8Array,
  buffer: ArrayBuffer,
  base: number,
  words: Uint32Array,
  offsets: Int32Array,
) => {
  const rows = offsets.length - 1
  let first = 0
  while (first < rows) {
    if (offsets[first + 1]! - offsets[first]! <= INLINE) {
      first++
      continue
    }
    const start = pointer(words, first)
    let next = first
    let size = 0
    for (; next < rows; next++) {
      const n = offsets[next + 1]! - offsets[next]!
      if (n <= INLINE) continue
      if (pointer(words, next) !== start + size) break
      size += n
    }
    spread(values, duckdb.get_data_from_pointer(buffer, base + first * 16 + 8, size), offsets, first, next)
    first = next
  }
}

/** Addresses of a process fit the 53 bits of a number. */
const pointer = (words: Uint32Array, i: number): number => words[i * 4 + 3]! * 2 ** 32 + words[i * 4 + 2]!

/** The long strings among rows `first` up to `next` from their run, neighbours together. */
const spread = (values: Uint8Array, run: Uint8Array, offsets: Int32Array, first: number, next: number) => {
  let taken = 0
  for (let i = first; i < next; ) {
    const at = offsets[i]!
    if (offsets[i + 1]! - at <= INLINE) {
      i++
      continue
    }
    let end = i + 1
    while (end < next && (offsets[end + 1]! - offsets[end]! > INLINE || offsets[end + 1] === offsets[end]))
      end++
    const size = offsets[end]! - at
    values.set(run.subarray(taken, taken + size), at)
    taken += size
    i = end
  }
}
