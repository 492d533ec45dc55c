// Rows of a vector in any order, as often as asked: what a dictionary stands for.

import type { Vector } from '../lineage/batch.ts'
import type { DataType } from '../lineage/data-type.ts'
import { concatVectors } from './concat.ts'
import { isValid, type Validity } from './validity.ts'
import { layoutOf } from './vector-layout.ts'

/** Row i is row indices[i] of `vector`, and null where `validity` says so. */
export const gather = (
  type: DataType,
  vector: Vector,
  indices: ArrayLike<number>,
  validity: Validity,
): Vector => {
  const length = indices.length
  if (vector.length === 0) return nullVector(type, length)
  const layout = layoutOf(type)
  const bits = gatheredBits(vector.validity, indices, validity)
  const row = (i: number): number => (isValid(bits, i) ? indices[i]! : -1)
  if (layout.kind === 'fixed' && layout.words === 1) {
    const values = new layout.array(length) as Float64Array
    const from = vector.values as Float64Array
    for (let i = 0; i < length; i++) if (isValid(bits, i)) values[i] = from[indices[i]!]!
    return { length, validity: bits, values }
  }
  if (layout.kind === 'bytes') {
    const ends = vector.offsets!
    const offsets = new Int32Array(length + 1)
    for (let i = 0; i < length; i++) {
      const at = row(i)
      offsets[i + 1] = offsets[i]! + (at < 0 ? 0 : ends[at + 1]! - ends[at]!)
    }
    const from = vector.values as Uint8Array
    const values = new Uint8Array(offsets[length]!)
    for (let i = 0; i < length; i++) {
      const start = offsets[i]!
      const n = offsets[i + 1]! - start
      for (let k = 0, at = n === 0 ? 0 : ends[indices[i]!]!; k < n; k++) values[start + k] = from[at + k]!
    }
    return { length, validity: bits, offsets, values }
  }
  const rows = concatVectors(
    type,
    Array.from({ length }, (_, i) => {
      const at = Math.max(row(i), 0)
      return { of: vector, from: at, to: at + 1 }
    }),
  )
  return { ...rows, length, validity: bits }
}

/** Nothing but nulls. */
export const nullVector = (type: DataType, length: number): Vector => {
  const layout = layoutOf(type)
  const validity = new Uint8Array((length + 7) >> 3)
  if (layout.kind === 'fixed') return { length, validity, values: new layout.array(length * layout.words) }
  const offsets = new Int32Array(length + 1)
  if (layout.kind === 'bytes') return { length, validity, offsets, values: new Uint8Array(0) }
  const rows = layout.kind === 'struct' ? length : 0
  const children = layout.children.map(child => nullVector(child.type, rows))
  return layout.kind === 'struct' ? { length, validity, children } : { length, validity, offsets, children }
}

const gatheredBits = (values: Validity, indices: ArrayLike<number>, validity: Validity): Validity => {
  if (values === undefined) return validity
  const bits = new Uint8Array((indices.length + 7) >> 3)
  for (let i = 0; i < indices.length; i++)
    if (isValid(validity, i) && isValid(values, indices[i]!)) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}
