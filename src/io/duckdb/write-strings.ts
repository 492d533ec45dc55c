// Strings into DuckDB. Fast: the bytes of all go into the vector's memory in one piece, and its 16-byte structs are
// written here, as DuckDB's C API documents them. Slow: a call for each string. The fast way is taken where it agrees
// with the slow one on this build of DuckDB.

import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'
import { isValid, type Validity } from '../../codec/validity.ts'
import { PartitaError } from '../../fault.ts'
import type { Vector } from '../../lineage/batch.ts'
import { copyIn, unshared } from './copy-in.ts'

/** Rows `from` up to `to`; `bits` says which of these rows have a value. */
export type WriteBytes = (raw: RawVector, vector: Vector, from: number, to: number, bits: Validity) => void

const STRUCT = 16
const INLINE = 12

export const writeFast: WriteBytes = (raw, { offsets, values }, from, to, bits) => {
  const start = offsets![from]!
  const end = offsets![to]!
  const bytes = values as Uint8Array
  let low = 0
  let high = 0
  if (end - start > INLINE) {
    duckdb.vector_assign_string_element_len(raw, 0, unshared(bytes.subarray(start, end)))
    const first = duckdb.vector_get_data(raw, STRUCT)
    const pointer = new DataView(first.buffer, first.byteOffset)
    if (pointer.getUint32(0, true) !== end - start)
      throw new PartitaError('INTERNAL', 'DuckDB did not take the bytes of a batch.')
    low = pointer.getUint32(8, true)
    high = pointer.getUint32(12, true)
  }
  const structs = structsOf(to - from)
  const words = new Uint32Array(structs.buffer)
  for (let i = from, k = 0; i < to; i++, k += 4) {
    const at = offsets![i]!
    const n = offsets![i + 1]! - at
    if (n === 0 || (bits !== undefined && !isValid(bits, i - from))) continue
    words[k] = n
    const copied = n <= INLINE ? n : 4
    for (let b = 0, to = k * 4 + 4; b < copied; b++) structs[to + b] = bytes[at + b]!
    if (n > INLINE) {
      const address = low + (at - start)
      words[k + 2] = address >>> 0
      words[k + 3] = high + (address > 0xffff_ffff ? 1 : 0)
    }
  }
  copyIn(raw, 0, structs)
}

let used = new Uint8Array(0)

/** Zeros, good until the next call. */
const structsOf = (rows: number): Uint8Array => {
  if (used.length < rows * STRUCT) used = new Uint8Array(rows * STRUCT)
  return used.subarray(0, rows * STRUCT).fill(0)
}

export const writeSlow: WriteBytes = (raw, { offsets, values }, from, to, bits) => {
  for (let i = from; i < to; i++)
    if (isValid(bits, i - from))
      duckdb.vector_assign_string_element_len(
        raw,
        i - from,
        unshared((values as Uint8Array).subarray(offsets![i]!, offsets![i + 1]!)),
      )
}
