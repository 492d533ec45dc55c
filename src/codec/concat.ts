// Batches cut and joined by rows. Joining copies, so that the result is exactly as long as its rows.

import { PartitaError } from '../fault.ts'
import type { ColumnBatch, Vector, VectorValues } from '../lineage/batch.ts'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { appendBits, someInvalid, type Validity } from './validity.ts'
import { layoutOf } from './vector-layout.ts'

/** Rows `from` up to `to`. */
export interface Slice<Of> {
  readonly of: Of
  readonly from: number
  readonly to: number
}

/** Offsets are int32. */
export const MAX_BYTES = 2 ** 31 - 1

/** The rows of all slices in one batch. @throws PartitaError UNSUPPORTED where a column passes 2 GiB */
export const concatBatches = (
  fields: readonly FieldType[],
  slices: readonly Slice<ColumnBatch>[],
): ColumnBatch => ({
  length: rowsOf(slices),
  columns: fields.map(({ type }, i) =>
    concatVectors(
      type,
      slices.map(({ of, from, to }) => ({ of: of.columns[i]!, from, to })),
    ),
  ),
})

export const concatVectors = (type: DataType, slices: readonly Slice<Vector>[]): Vector => {
  const length = rowsOf(slices)
  const validity = joinedValidity(length, slices)
  const layout = layoutOf(type)
  if (layout.kind === 'fixed') {
    const { array, words } = layout
    const values = new array(length * words)
    let at = 0
    for (const { of, from, to } of slices) {
      place(values, of.values!, from * words, to * words, at)
      at += (to - from) * words
    }
    return { length, validity, values }
  }
  if (layout.kind === 'struct') return { length, validity, children: joinedChildren(layout.children, slices) }
  const offsets = joinedOffsets(length, slices)
  const within = slices.map(({ of, from, to }) => ({
    of,
    from: of.offsets![from]!,
    to: of.offsets![to]!,
  }))
  if (layout.kind === 'list')
    return { length, validity, offsets, children: joinedChildren(layout.children, within) }
  const values = new Uint8Array(offsets[length]!)
  let at = 0
  for (const { of, from, to } of within) {
    place(values, of.values!, from, to, at)
    at += to - from
  }
  return { length, validity, offsets, values }
}

/** Bytes that rows `from` up to `to` of a batch take. */
export const bytesOf = (fields: readonly FieldType[], batch: ColumnBatch, from: number, to: number): number =>
  fields.reduce((sum, { type }, i) => sum + bytesOfVector(type, batch.columns[i]!, from, to), 0)

const bytesOfVector = (type: DataType, vector: Vector, from: number, to: number): number => {
  const layout = layoutOf(type)
  const bits = vector.validity === undefined ? 0 : (to - from) / 8
  if (layout.kind === 'fixed') return bits + (to - from) * layout.words * layout.array.BYTES_PER_ELEMENT
  const children = (from: number, to: number): number =>
    (vector.children ?? []).reduce(
      (sum, child, i) =>
        sum + (layout.kind === 'bytes' ? 0 : bytesOfVector(layout.children[i]!.type, child, from, to)),
      0,
    )
  if (layout.kind === 'struct') return bits + children(from, to)
  const [start, end] = [vector.offsets![from]!, vector.offsets![to]!]
  return bits + (to - from) * 4 + (layout.kind === 'bytes' ? end - start : children(start, end))
}

const rowsOf = (slices: readonly Slice<unknown>[]): number => {
  const rows = slices.reduce((sum, { from, to }) => sum + to - from, 0)
  if (rows > MAX_BYTES) throw tooLarge(rows, 'elements')
  return rows
}

export const tooLarge = (n: number, what: string): PartitaError =>
  new PartitaError('UNSUPPORTED', `A batch cannot hold ${n} ${what} in one column.`, {
    hint: 'fewer rows a batch, or shorter values',
  })

const place = (target: VectorValues, source: VectorValues, from: number, to: number, at: number) => {
  // Both are of the class that their type says.
  ;(target as Uint8Array).set((source as Uint8Array).subarray(from, to), at)
}

const joinedValidity = (length: number, slices: readonly Slice<Vector>[]): Validity => {
  if (slices.every(({ of }) => of.validity === undefined)) return undefined
  const bits = new Uint8Array((length + 7) >> 3)
  let at = 0
  for (const { of, from, to } of slices) {
    appendBits(bits, at, of.validity, from, to - from)
    at += to - from
  }
  return someInvalid(bits, length)
}

const joinedOffsets = (length: number, slices: readonly Slice<Vector>[]): Int32Array => {
  const joined = new Int32Array(length + 1)
  let at = 0
  let end = 0
  for (const { of, from, to } of slices) {
    const offsets = of.offsets!
    const shift = end - offsets[from]!
    end = offsets[to]! + shift
    if (end > MAX_BYTES) throw tooLarge(end, 'bytes')
    for (let i = from + 1; i <= to; i++) joined[++at] = offsets[i]! + shift
  }
  return joined
}

const joinedChildren = (
  children: readonly FieldType[],
  slices: readonly Slice<Vector>[],
): readonly Vector[] =>
  children.map(({ type }, i) =>
    concatVectors(
      type,
      slices.map(({ of, from, to }) => ({ of: of.children![i]!, from, to })),
    ),
  )
