// How the values of each type lie in a vector, as data: what is written once here serves every walk over vectors.

import type { VectorValues } from '../lineage/batch.ts'
import type { DataType, FieldType, ScalarType } from '../lineage/data-type.ts'

export type ValuesArray = {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): VectorValues
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): VectorValues
}

export type Layout =
  /** `words` elements of `array` for each row. */
  | { readonly kind: 'fixed'; readonly array: ValuesArray; readonly words: number }
  /** Bytes of all rows side by side, cut by offsets. */
  | { readonly kind: 'bytes' }
  /** Rows of the children, cut by offsets: one child for a list, keys and values for a map. */
  | { readonly kind: 'list'; readonly children: readonly FieldType[] }
  | { readonly kind: 'struct'; readonly children: readonly FieldType[] }

const fixed = (array: ValuesArray, words = 1): Layout => ({ kind: 'fixed', array, words })

const SCALARS: Readonly<Record<ScalarType, Layout>> = {
  boolean: fixed(Uint8Array),
  int8: fixed(Int8Array),
  int16: fixed(Int16Array),
  int32: fixed(Int32Array),
  int64: fixed(BigInt64Array),
  uint8: fixed(Uint8Array),
  uint16: fixed(Uint16Array),
  uint32: fixed(Uint32Array),
  uint64: fixed(BigUint64Array),
  float32: fixed(Float32Array),
  float64: fixed(Float64Array),
  date: fixed(Int32Array),
  timestamp: fixed(BigInt64Array),
  string: { kind: 'bytes' },
  binary: { kind: 'bytes' },
}
const DECIMAL = fixed(BigInt64Array)
const WIDE_DECIMAL = fixed(BigUint64Array, 2)

/** The digits that 64 bits hold whatever they are. */
export const NARROW_DIGITS = 18

export const layoutOf = (type: DataType): Layout => {
  if (typeof type === 'string') return SCALARS[type]
  if ('decimal' in type) return type.decimal.precision > NARROW_DIGITS ? WIDE_DECIMAL : DECIMAL
  if ('list' in type) return { kind: 'list', children: [type.list] }
  if ('map' in type) return { kind: 'list', children: [type.map.key, type.map.value] }
  return { kind: 'struct', children: type.struct }
}
