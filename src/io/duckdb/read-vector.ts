// Out of DuckDB: a vector of one of its chunks as a vector of ours. Values are copied out in one piece; strings in as
// many as there are gaps between them.

import duckdb, { type DataChunk, type Vector as RawVector } from '@duckdb/node-bindings'
import { concatVectors } from '../../codec/concat.ts'
import { isValid, someInvalid, type Validity } from '../../codec/validity.ts'
import { type Layout, layoutOf } from '../../codec/vector-layout.ts'
import type { ColumnBatch, Vector } from '../../lineage/batch.ts'
import type { DataType, FieldType } from '../../lineage/data-type.ts'
import { readStrings } from './read-strings.ts'

export const readChunk = (chunk: DataChunk, fields: readonly FieldType[]): ColumnBatch => {
  const length = duckdb.data_chunk_get_size(chunk)
  return {
    length,
    columns: fields.map(({ type }, i) => readVector(duckdb.data_chunk_get_vector(chunk, i), type, length)),
  }
}

const readVector = (raw: RawVector, type: DataType, length: number): Vector => {
  // Whole words of 64 bits, as DuckDB keeps them.
  const bits: Uint8Array | null = duckdb.vector_get_validity(raw, ((length + 63) >> 6) * 8)
  const validity = someInvalid(bits, length)
  const layout = layoutOf(type)
  switch (layout.kind) {
    case 'fixed':
      return { length, validity, values: readFixed(raw, type, layout, length) }
    case 'bytes':
      return { length, validity, ...readStrings(raw, validity, length) }
    case 'struct':
      return {
        length,
        validity,
        children: layout.children.map((child, i) =>
          readVector(duckdb.struct_vector_get_child(raw, i), child.type, length),
        ),
      }
    case 'list':
      return readLists(raw, layout.children, validity, length)
  }
}

const readFixed = (
  raw: RawVector,
  type: DataType,
  { array, words }: Layout & { kind: 'fixed' },
  length: number,
) => {
  const { internal, bytes } = storedAs(type, array.BYTES_PER_ELEMENT * words)
  const data = duckdb.vector_get_data(raw, length * bytes)
  return internal === undefined
    ? new array(data.buffer, data.byteOffset, length * words)
    : BigInt64Array.from(internal(data, length) as Iterable<number>, BigInt)
}

/** DuckDB keeps decimals of few digits in fewer bytes than we do. */
const storedAs = (type: DataType, bytes: number) => {
  const digits = typeof type === 'object' && 'decimal' in type ? type.decimal.precision : undefined
  if (digits === undefined || digits > 9) return { bytes }
  return digits > 4 ? { internal: int32s, bytes: 4 } : { internal: int16s, bytes: 2 }
}

const int32s = (data: Uint8Array, n: number) => new Int32Array(data.buffer, data.byteOffset, n)
const int16s = (data: Uint8Array, n: number) => new Int16Array(data.buffer, data.byteOffset, n)

/** A list is where it begins and how many elements it has, among the elements of all. */
const readLists = (
  raw: RawVector,
  children: readonly FieldType[],
  validity: Validity,
  length: number,
): Vector => {
  const data = duckdb.vector_get_data(raw, length * 16)
  const entries = new Uint32Array(data.buffer, data.byteOffset, length * 4)
  const size = duckdb.list_vector_get_size(raw)
  const inner = duckdb.list_vector_get_child(raw)
  const vectors =
    children.length === 1
      ? [readVector(inner, children[0]!.type, size)]
      : children.map((child, i) => readVector(duckdb.struct_vector_get_child(inner, i), child.type, size))
  const offsets = new Int32Array(length + 1)
  let inOrder = true
  let end = 0
  for (let i = 0; i < length; i++) {
    // The entry of a null says nothing.
    if (isValid(validity, i)) {
      const n = entries[i * 4 + 2]!
      if (n > 0 && entries[i * 4] !== end) inOrder = false
      end += n
    }
    offsets[i + 1] = end
  }
  if (inOrder && end === size) return { length, validity, offsets, children: vectors }
  const ordered = children.map((child, c) =>
    concatVectors(
      child.type,
      Array.from({ length }, (_, i) => {
        const from = isValid(validity, i) ? entries[i * 4]! : 0
        return { of: vectors[c]!, from, to: from + offsets[i + 1]! - offsets[i]! }
      }),
    ),
  )
  return { length, validity, offsets, children: ordered }
}
