// The aggregation table: keys → 0, 1, 2 … in order of first arrival. What belongs to a key (its accumulator) lives
// outside, in an array at the same index, so that V8 keeps numbers unboxed there. Strings and numbers have tables of
// their own, structured keys one of words; the rest is in a Map. Guarded by laws/shuffle/key-table.law.ts.

import { type Column, columnOf, valuesOf } from '../codec/column.ts'
import { hashKey } from '../lineage/hash.ts'
import { isStructured, refuseKey } from '../lineage/key.ts'
import { KeyWords } from './key-words.ts'
import { NumberTable } from './number-table.ts'
import { WordTable } from './word-table.ts'

export class KeyTable {
  /** How many keys there are, and the index that the next new one gets. */
  size = 0
  readonly #words = new WordTable()
  readonly #ints = new NumberTable(Int32Array)
  readonly #floats = new NumberTable(Float64Array)
  readonly #others = new Map<unknown, number>()
  readonly #structured = new WordTable()
  #hasStructured = false
  readonly #key = new KeyWords()
  /** By entry: a number, where the string stands (negated), or an index into `#rest`; `#kinds` says which. */
  #kinds = new Uint8Array(256)
  #places = new Float64Array(256)
  readonly #rest: unknown[] = []

  /** The key's index; `size` before the call, where the key is new. */
  index(key: unknown): number {
    if (typeof key === 'string') {
      const fresh = this.size
      const entry = this.#words.index(key, fresh)
      if (entry === fresh) this.#add(STRING, this.#words.last)
      return entry
    }
    if (typeof key === 'number') return this.#indexNumber(key)
    return this.#indexOther(key)
  }

  #indexNumber(key: number): number {
    const fresh = this.size
    const entry = ((key | 0) === key ? this.#ints : this.#floats).index(key, fresh)
    if (entry === fresh) this.#add(NUMBER, key + 0)
    return entry
  }

  #indexLatin1(units: Uint8Array, start: number, end: number): number {
    const fresh = this.size
    const entry = this.#words.indexLatin1(units, start, end, fresh)
    if (entry === fresh) this.#add(STRING, this.#words.last)
    return entry
  }

  #indexOther(key: unknown): number {
    const fresh = this.size
    if (isStructured(key)) {
      this.#key.set(key)
      const entry = this.#structured.indexWords(this.#key.words, this.#key.length, fresh)
      if (entry !== fresh) return entry
      this.#hasStructured = true
    } else {
      const known = this.#others.get(key)
      if (known !== undefined) return known
      if (typeof key === 'function' || typeof key === 'symbol') refuseKey(key)
      this.#others.set(key, fresh)
    }
    this.#add(OTHER, this.#rest.push(key) - 1)
    return fresh
  }

  #add(kind: number, place: number): void {
    const entry = this.size++
    if (entry === this.#kinds.length) {
      this.#kinds = doubled(this.#kinds)
      this.#places = doubled(this.#places)
    }
    this.#kinds[entry] = kind
    this.#places[entry] = place
  }

  keyAt(entry: number): unknown {
    const place = this.#places[entry]!
    switch (this.#kinds[entry]) {
      case NUMBER:
        return place
      case STRING:
        return this.#words.textAt(place)
      default:
        return this.#rest[place]
    }
  }

  /** The hash that places the key among reducers: `hashKey` of it. */
  hashAt(entry: number): number {
    const place = this.#places[entry]!
    return this.#kinds[entry] === STRING ? this.#words.hashAt(place) : hashKey(this.keyAt(entry))
  }

  get hasStructuredKeys(): boolean {
    return this.#hasStructured
  }

  *keys(): Generator<unknown, void, undefined> {
    for (let entry = 0; entry < this.size; entry++) yield this.keyAt(entry)
  }

  /** The keys of some entries as a column. */
  keyColumn(entries: readonly number[]): Column {
    if (entries.every(entry => this.#kinds[entry] === STRING)) {
      const column = this.#words.column(entries.map(entry => this.#places[entry]!))
      if (column !== undefined) return column
    }
    return columnOf(entries.map(entry => this.keyAt(entry)))
  }

  /** The index of each key of a column, new ones added. */
  indexColumn(column: Column, rows: number): Int32Array {
    const entries = new Int32Array(rows)
    switch (column.type) {
      case 'latin1':
        for (let i = 0; i < rows; i++)
          entries[i] = this.#indexLatin1(column.units, column.starts[i]!, column.starts[i + 1]!)
        break
      case 'int32':
      case 'float64':
        for (let i = 0; i < rows; i++) entries[i] = this.#indexNumber(column.values[i]!)
        break
      default: {
        const keys = valuesOf(column)
        for (let i = 0; i < rows; i++) entries[i] = this.index(keys[i])
      }
    }
    return entries
  }
}

const NUMBER = 0
const STRING = 1
const OTHER = 2

const doubled = <T extends Uint8Array | Float64Array>(array: T): T => {
  const grown = new (array.constructor as new (length: number) => T)(array.length * 2)
  grown.set(array)
  return grown
}
