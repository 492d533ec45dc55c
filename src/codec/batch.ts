// Batches ↔ bytes. First a directory of the vectors, then their arrays, each at a multiple of 8 bytes, so that what is
// decoded are views of the bytes, of shared memory too: nothing is copied. Whether the bytes are those that were
// written is the checksum's business around them; what is checked here is that no view and no offset leads outside.
//
//   const bytes = encodeBatch(fields, batch)
//   const again = decodeBatch(fields, bytes)

import type { ColumnBatch, Vector, VectorValues } from '../lineage/batch.ts'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { damaged } from './bytes.ts'
import { layoutOf } from './vector-layout.ts'

/** `COLS`, the first bytes of every encoded batch. */
const MAGIC = 0x534c_4f43
const HEAD = 3
/** Of each vector: its length, whether it has validity, elements of its values. */
const ENTRY = 3

const padded = (bytes: number): number => (bytes + 7) & ~7

/** What a batch is as bytes, before there is a place for them. */
export interface EncodedBatch {
  readonly length: number
  /** Writes all of them, at a multiple of 8 bytes of memory. */
  readonly into: (bytes: Uint8Array) => void
}

export const encodedBatch = (fields: readonly FieldType[], batch: ColumnBatch): EncodedBatch => {
  const directory: number[] = []
  const arrays: ArrayBufferView[] = []
  const visit = (type: DataType, { length, validity, values, offsets, children }: Vector): void => {
    directory.push(length, Number(validity !== undefined), values?.length ?? 0)
    if (validity !== undefined) arrays.push(validity.subarray(0, (length + 7) >> 3))
    for (const array of [offsets, values]) if (array !== undefined) arrays.push(array)
    childrenOf(type).forEach((child, i) => void visit(child.type, children![i]!))
  }
  fields.forEach(({ type }, i) => void visit(type, batch.columns[i]!))
  arrays.unshift(Uint32Array.of(MAGIC, batch.length, directory.length, ...directory))
  return {
    length: arrays.reduce((sum, { byteLength }) => sum + padded(byteLength), 0),
    into: bytes => {
      let at = 0
      for (const { buffer, byteOffset, byteLength } of arrays) {
        bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at)
        bytes.fill(0, at + byteLength, at + padded(byteLength))
        at += padded(byteLength)
      }
    },
  }
}

export const encodeBatch = (fields: readonly FieldType[], batch: ColumnBatch): Uint8Array => {
  const { length, into } = encodedBatch(fields, batch)
  const bytes = new Uint8Array(length)
  into(bytes)
  return bytes
}

/** @throws PartitaError DATA where the bytes are not what `encodeBatch` wrote for these fields */
export const decodeBatch = (fields: readonly FieldType[], bytes: Uint8Array): ColumnBatch => {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
  if (byteLength < HEAD * 4) throw damaged('a batch has no head')
  const words = new Uint32Array(buffer, byteOffset, byteLength >> 2)
  const [magic, length, entries] = words as unknown as [number, number, number]
  if (magic !== MAGIC) throw damaged('it is no batch')
  if (entries > words.length - HEAD) throw damaged('the directory of a batch is cut off')
  let entry = HEAD
  let at = padded((HEAD + entries) * 4)

  const view = <V>(
    array: new (buffer: ArrayBufferLike, at: number, length: number) => V,
    width: number,
    elements: number,
  ): V => {
    const size = elements * width
    if (at + size > byteLength) throw damaged('an array of a batch is cut off')
    const values = new array(buffer, byteOffset + at, elements)
    at += padded(size)
    return values
  }
  const vector = (type: DataType, expected: number | undefined): Vector => {
    if (entry + ENTRY > HEAD + entries) throw damaged('the directory of a batch is too short')
    const [length, hasValidity, elements] = words.subarray(entry, entry + ENTRY) as unknown as [
      number,
      number,
      number,
    ]
    entry += ENTRY
    if (expected !== undefined && length !== expected)
      throw damaged(`a vector has ${length} rows, not ${expected}`)
    const layout = layoutOf(type)
    const validity = hasValidity === 0 ? undefined : view(Uint8Array, 1, (length + 7) >> 3)
    if (layout.kind === 'fixed') {
      const { array, words } = layout
      if (elements !== length * words) throw damaged(`a vector of ${length} rows has ${elements} values`)
      return { length, validity, values: view<VectorValues>(array, array.BYTES_PER_ELEMENT, elements) }
    }
    if (layout.kind === 'struct')
      return { length, validity, children: layout.children.map(child => vector(child.type, length)) }
    const offsets = view(Int32Array, 4, length + 1)
    const end = checkedEnd(offsets)
    if (layout.kind === 'list')
      return { length, validity, offsets, children: layout.children.map(child => vector(child.type, end)) }
    if (elements !== end) throw damaged(`offsets end at ${end} of ${elements} bytes`)
    return { length, validity, offsets, values: view(Uint8Array, 1, elements) }
  }
  const columns = fields.map(({ type }) => vector(type, length))
  if (entry !== HEAD + entries || at !== byteLength) throw damaged('a batch has more than its fields')
  return { length, columns }
}

/** Offsets begin at 0 and never go back. */
export const checkedEnd = (offsets: Int32Array): number => {
  let end = 0
  if (offsets[0] !== 0) throw damaged('offsets do not begin at 0')
  for (let i = 1; i < offsets.length; i++) {
    const next = offsets[i]!
    if (next < end) throw damaged('offsets go back')
    end = next
  }
  return end
}

const childrenOf = (type: DataType): readonly FieldType[] => {
  const layout = layoutOf(type)
  return 'children' in layout ? layout.children : []
}
