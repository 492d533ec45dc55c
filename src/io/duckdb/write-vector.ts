// Into DuckDB: rows of a vector of ours as a vector of one of its chunks.

import { isUtf8 } from 'node:buffer'
import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'
import { appendBits, type Validity } from '../../codec/validity.ts'
import { layoutOf } from '../../codec/vector-layout.ts'
import { PartitaError } from '../../fault.ts'
import type { Vector } from '../../lineage/batch.ts'
import type { DataType } from '../../lineage/data-type.ts'
import { copyIn } from './copy-in.ts'
import type { WriteBytes } from './write-strings.ts'

/** Rows `from` up to `to`; `parent` says which of them are in a struct that is null, by bits of these rows alone. */
export type WriteVector = (
  raw: RawVector,
  vector: Vector,
  from: number,
  to: number,
  parent?: Validity,
) => void

export const vectorWriter = (type: DataType, writeBytes: WriteBytes): WriteVector => {
  const write = valuesWriter(type, writeBytes)
  return (raw, vector, from, to, parent) => {
    if (to > vector.length) throw mismatch(type)
    const bits = bitsOf(vector.validity, from, to, parent)
    if (bits !== undefined) {
      duckdb.vector_ensure_validity_writable(raw)
      duckdb.copy_data_to_vector_validity(raw, 0, bits.buffer, bits.byteOffset, bits.byteLength)
    }
    write(raw, vector, from, to, bits)
  }
}

const mismatch = (type: DataType): PartitaError =>
  new PartitaError('INTERNAL', `A batch does not hold what its fields say: ${JSON.stringify(type)}.`)

/** Undefined where all have a value. */
const bitsOf = (
  validity: Validity,
  from: number,
  to: number,
  parent: Validity,
): Uint8Array<ArrayBuffer> | undefined => {
  if (validity === undefined && parent === undefined) return undefined
  const rows = to - from
  const bits = new Uint8Array(((rows + 63) >> 6) * 8)
  appendBits(bits, 0, validity, from, rows)
  if (parent !== undefined) for (let i = 0; i < parent.length; i++) bits[i]! &= parent[i]!
  return bits
}

const valuesWriter = (type: DataType, writeBytes: WriteBytes): WriteVector => {
  const layout = layoutOf(type)
  switch (layout.kind) {
    case 'fixed': {
      const digits = typeof type === 'object' && 'decimal' in type ? type.decimal.precision : undefined
      if (digits !== undefined && digits <= 9) return narrowDecimals(digits > 4 ? Int32Array : Int16Array)
      const { words, array } = layout
      return (raw, { values }, from, to) => {
        const rows = values!.subarray(from * words, to * words)
        // More bytes than DuckDB has room for would go wherever they fall.
        if (rows.byteLength !== (to - from) * words * array.BYTES_PER_ELEMENT) throw mismatch(type)
        copyIn(raw, 0, rows)
      }
    }
    case 'bytes':
      return (raw, vector, from, to, bits) => {
        if (type === 'string') refuseOtherText(vector, from, to)
        writeBytes(raw, vector, from, to, bits)
      }
    case 'struct': {
      const children = layout.children.map(child => vectorWriter(child.type, writeBytes))
      return (raw, vector, from, to, bits) => {
        for (const [i, write] of children.entries())
          write(duckdb.struct_vector_get_child(raw, i), vector.children![i]!, from, to, bits)
      }
    }
    case 'list':
      return listWriter(layout.children.map(child => vectorWriter(child.type, writeBytes)))
  }
}

/** DuckDB refuses it without a word, and then there is nothing where its pointer says. */
const refuseOtherText = ({ values, offsets }: Vector, from: number, to: number): void => {
  if (!isUtf8((values as Uint8Array).subarray(offsets![from], offsets![to])))
    throw new PartitaError('DATA', 'A batch has text that is not UTF-8.')
}

/** DuckDB keeps decimals of few digits in fewer bytes than we do. */
const narrowDecimals =
  (array: Int32ArrayConstructor | Int16ArrayConstructor): WriteVector =>
  (raw, { values }, from, to) => {
    const wide = values as BigInt64Array
    const halves = new Int32Array(wide.buffer, wide.byteOffset + from * 8, (to - from) * 2)
    const narrow = new array(to - from)
    for (let i = 0; i < narrow.length; i++) narrow[i] = halves[i * 2]!
    copyIn(raw, 0, narrow)
  }

/** One child for a list; for a map keys and values, which DuckDB keeps in a struct. */
const listWriter =
  (children: readonly WriteVector[]): WriteVector =>
  (raw, vector, from, to) => {
    const offsets = vector.offsets!
    const [start, end] = [offsets[from]!, offsets[to]!]
    const entries = new Uint32Array((to - from) * 4)
    for (let i = from, k = 0; i < to; i++, k += 4) {
      entries[k] = offsets[i]! - start
      entries[k + 2] = offsets[i + 1]! - offsets[i]!
    }
    duckdb.list_vector_reserve(raw, end - start)
    duckdb.list_vector_set_size(raw, end - start)
    copyIn(raw, 0, entries)
    const inner = duckdb.list_vector_get_child(raw)
    for (const [i, write] of children.entries()) {
      const child = children.length === 1 ? inner : duckdb.struct_vector_get_child(inner, i)
      write(child, vector.children![i]!, start, end)
    }
  }
