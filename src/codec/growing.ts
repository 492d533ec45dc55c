// A batch that grows at its end: rows are copied behind those that are there, into memory that is used again when it is
// cleared. A stream of chunks leaves no large arrays behind: V8 counts them, and would mark its whole heap for them.

import type { ColumnBatch, Vector, VectorValues } from '../lineage/batch.ts'
import type { DataType, FieldType } from '../lineage/data-type.ts'
import { MAX_BYTES, tooLarge } from './concat.ts'
import { appendBits, someUnset, type Validity } from './validity.ts'
import { type Layout, layoutOf } from './vector-layout.ts'

export class GrowingBatch {
  readonly #columns: readonly GrowingVector[]
  #length = 0

  constructor(fields: readonly FieldType[]) {
    this.#columns = fields.map(({ type }) => new GrowingVector(type))
  }

  append({ columns }: ColumnBatch, from: number, to: number): void {
    for (const [i, column] of this.#columns.entries()) column.append(columns[i]!, from, to)
    this.#length += to - from
  }

  clear(): void {
    for (const column of this.#columns) column.clear()
    this.#length = 0
  }

  /** To be read until rows are appended, or it is cleared. */
  view(): ColumnBatch {
    return { length: this.#length, columns: this.#columns.map(column => column.view()) }
  }
}

class GrowingVector {
  readonly #layout: Layout
  readonly #children: readonly GrowingVector[]
  #length = 0
  /** Of all rows, as soon as one has no value. */
  #bits: Uint8Array | undefined
  #values: VectorValues
  #offsets = new Int32Array(1)
  /** Elements of `#values` that are there. */
  #filled = 0

  constructor(type: DataType) {
    this.#layout = layoutOf(type)
    this.#children =
      'children' in this.#layout ? this.#layout.children.map(child => new GrowingVector(child.type)) : []
    this.#values = this.#layout.kind === 'fixed' ? new this.#layout.array(0) : new Uint8Array(0)
  }

  append(vector: Vector, from: number, to: number): void {
    this.#appendValidity(vector.validity, from, to)
    const { kind } = this.#layout
    if (kind === 'fixed') {
      const { words } = this.#layout
      this.#appendValues(vector.values!, from * words, to * words)
    } else if (kind === 'struct') this.#appendChildren(vector, from, to)
    else {
      const [start, end] = [vector.offsets![from]!, vector.offsets![to]!]
      this.#appendOffsets(vector.offsets!, from, to)
      if (kind === 'bytes') this.#appendValues(vector.values!, start, end)
      else this.#appendChildren(vector, start, end)
    }
    this.#length += to - from
  }

  clear(): void {
    for (const child of this.#children) child.clear()
    this.#bits = undefined
    this.#length = 0
    this.#filled = 0
  }

  view(): Vector {
    const length = this.#length
    const validity = this.#bits?.subarray(0, (length + 7) >> 3)
    const children = this.#children.map(child => child.view())
    const offsets = this.#offsets.subarray(0, length + 1)
    const values = this.#values.subarray(0, this.#filled)
    switch (this.#layout.kind) {
      case 'fixed':
        return { length, validity, values }
      case 'bytes':
        return { length, validity, offsets, values }
      case 'struct':
        return { length, validity, children }
      case 'list':
        return { length, validity, offsets, children }
    }
  }

  #appendValidity(validity: Validity, from: number, to: number): void {
    if (this.#bits === undefined && !someUnset(validity, from, to)) return
    const end = this.#length + to - from
    let bits = this.#bits
    if (bits === undefined) {
      bits = new Uint8Array((end + 7) >> 3)
      appendBits(bits, 0, undefined, 0, this.#length)
    }
    this.#bits = room(bits, (this.#length + 7) >> 3, (end + 7) >> 3)
    appendBits(this.#bits, this.#length, validity, from, to - from)
  }

  #appendValues(values: VectorValues, from: number, to: number): void {
    const end = this.#filled + to - from
    this.#values = room(this.#values, this.#filled, end)
    // Both are of the class that their type says.
    ;(this.#values as Uint8Array).set((values as Uint8Array).subarray(from, to), this.#filled)
    this.#filled = end
  }

  #appendOffsets(offsets: Int32Array, from: number, to: number): void {
    const at = this.#length - from
    const all = room(this.#offsets, this.#length + 1, to + at + 1)
    const shift = all[this.#length]! - offsets[from]!
    if (offsets[to]! + shift > MAX_BYTES) throw tooLarge(offsets[to]! + shift, 'bytes')
    for (let i = from + 1; i <= to; i++) all[at + i] = offsets[i]! + shift
    this.#offsets = all
  }

  #appendChildren({ children }: Vector, from: number, to: number): void {
    for (const [i, child] of this.#children.entries()) child.append(children![i]!, from, to)
  }
}

/** The same array, or one twice as long with what is in it. */
const room = <A extends VectorValues>(array: A, used: number, needed: number): A => {
  if (needed <= array.length) return array
  const longer = new (array.constructor as new (length: number) => A)(Math.max(needed, array.length * 2))
  ;(longer as Uint8Array).set((array as Uint8Array).subarray(0, used))
  return longer
}
