// A batch as bytes, for the block store and for other threads: a checksum, how many bytes each buffer has, the buffers,
// each at a multiple of 8. Reading gives views of the bytes and copies nothing. The fields travel beside it.

import { crc32 } from 'node:zlib'
import type { ColumnBatch, Vector } from '../lineage/batch.ts'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { damaged } from './bytes.ts'
import { concatVectors } from './concat.ts'
import { layoutOf } from './vector-layout.ts'

const MAGIC = 0x43_54_42_50
/** Magic, checksum of what follows it, rows, buffers; then the length of each buffer. */
const HEADER = 16
const CHECKED_FROM = 8
/** Of a validity that is not there. */
const ABSENT = -1

type Bytes = ArrayBufferView | undefined

export const sealBatch = (fields: readonly FieldType[], { length, columns }: ColumnBatch): Uint8Array => {
  const buffers: Bytes[] = []
  for (const [i, { type }] of fields.entries()) collect(type, columns[i]!, length, buffers)
  const data = aligned(HEADER + 4 * buffers.length)
  const size = buffers.reduce((sum, buffer) => sum + aligned(buffer?.byteLength ?? 0), data)
  const bytes = new Uint8Array(size)
  const words = new Int32Array(bytes.buffer, 0, data >> 2)
  words[0] = MAGIC
  words[2] = length
  words[3] = buffers.length
  let at = data
  for (const [i, buffer] of buffers.entries()) {
    words[HEADER / 4 + i] = buffer?.byteLength ?? ABSENT
    if (buffer === undefined) continue
    bytes.set(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength), at)
    at += aligned(buffer.byteLength)
  }
  words[1] = crc32(bytes.subarray(CHECKED_FROM))
  return bytes
}

/** Only what belongs to the first `length` rows; offsets begin at 0. */
const collect = (type: DataType, vector: Vector, length: number, into: Bytes[]): void => {
  const layout = layoutOf(type)
  into.push(vector.validity?.subarray(0, (length + 7) >> 3))
  if (layout.kind === 'fixed') into.push(vector.values!.subarray(0, length * layout.words))
  else if (layout.kind === 'struct')
    for (const [i, child] of layout.children.entries())
      collect(child.type, vector.children![i]!, length, into)
  else {
    const offsets = vector.offsets!.subarray(0, length + 1)
    const [first, end] = [offsets[0]!, offsets[length]!]
    into.push(first === 0 ? offsets : offsets.map(offset => offset - first))
    if (layout.kind === 'bytes') into.push(vector.values!.subarray(first, end))
    else
      for (const [i, child] of layout.children.entries())
        collect(child.type, sliced(child.type, vector.children![i]!, first), end - first, into)
  }
}

/** Without the rows before `from`. */
const sliced = (type: DataType, vector: Vector, from: number): Vector =>
  from === 0 ? vector : concatVectors(type, [{ of: vector, from, to: vector.length }])

/** Views of the bytes. @throws PartitaError DATA where they are not what `sealBatch` wrote */
export const openBatch = (fields: readonly FieldType[], bytes: Uint8Array): ColumnBatch => {
  const at8 = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  if (at8.length < HEADER || at8.length % 8 !== 0) throw damaged('a batch is cut off')
  const words = new Int32Array(at8.buffer, at8.byteOffset, at8.length >> 2)
  if (words[0] !== MAGIC || words[1] !== (crc32(at8.subarray(CHECKED_FROM)) | 0))
    throw damaged('the checksum of a batch does not match its bytes')
  const length = words[2]!
  let next = 0
  let at = aligned(HEADER + 4 * words[3]!)
  const take = (): { readonly from: number; readonly size: number } | undefined => {
    const size = words[HEADER / 4 + next++]!
    if (size === ABSENT) return undefined
    at += aligned(size)
    return { from: at8.byteOffset + at - aligned(size), size }
  }
  const bytesOf = (): Uint8Array | undefined => {
    const range = take()
    return range && new Uint8Array(at8.buffer, range.from, range.size)
  }
  const read = (type: DataType, length: number): Vector => {
    const layout = layoutOf(type)
    const validity = bytesOf()
    if (layout.kind === 'struct')
      return { length, validity, children: layout.children.map(child => read(child.type, length)) }
    const { from, size } = take()!
    if (layout.kind === 'fixed') {
      const { array } = layout
      return { length, validity, values: new array(at8.buffer, from, size / array.BYTES_PER_ELEMENT) }
    }
    const offsets = new Int32Array(at8.buffer, from, length + 1)
    if (layout.kind === 'bytes') return { length, validity, offsets, values: bytesOf() }
    const children = layout.children.map(child => read(child.type, offsets[length]!))
    return { length, validity, offsets, children }
  }
  return { length, columns: fields.map(({ type }) => read(type, length)) }
}

const aligned = (size: number): number => (size + 7) & ~7
