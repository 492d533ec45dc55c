// Strings → entries, without keeping a string: keys live as words of an arena and are compared four units at a time.
// Open addressing, linear probing. A slot is a pair (hash, place), so that a probe reads one line of the cache for the
// slot and one for the key; the entry's number stands beside the key's units.

import { type Latin1, MAX_UNITS } from '../codec/text.ts'
import { hashUnits } from '../lineage/hash.ts'

/** An arena record: entry, length * 2 + wide, then the units, 4 latin1 or 2 UTF-16 to a word, the last word padded. */
const HEAD = 2

/** A step of the table's own hash, four units at a time; each word can be told from the hash and what was before it. */
export const mixWord = (h: number, word: number): number => {
  const product = Math.imul(h ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}

export class WordTable {
  #slots = new Int32Array(2 * 256)
  #mask = 255
  #size = 0
  /** Place 0 says "no entry", so the first word is not used. */
  #words = new Int32Array(1024)
  #end = 1
  /** The same memory. */
  #bytes = new Uint8Array(this.#words.buffer)

  /** The entry of the string: `fresh` if it was not there before, and then it is. */
  index(key: string, fresh: number): number {
    const n = key.length
    const from = this.#end + HEAD
    if (from + n + 1 > this.#words.length) this.#extend(from + n + 1)
    const words = this.#words
    let at = from
    let all = 0
    let h = n
    let i = 0
    // The key is written where it would stay, and stays if it is new.
    for (; i + 4 <= n; i += 4) {
      const a = key.charCodeAt(i)
      const b = key.charCodeAt(i + 1)
      const c = key.charCodeAt(i + 2)
      const d = key.charCodeAt(i + 3)
      all |= a | b | c | d
      const word = a | (b << 8) | (c << 16) | (d << 24)
      words[at++] = word
      h = mixWord(h, word)
    }
    if (i < n) {
      let word = 0
      for (let shift = 0; i < n; i++, shift += 8) {
        const unit = key.charCodeAt(i)
        all |= unit
        word |= unit << shift
      }
      words[at++] = word
      h = mixWord(h, word)
    }
    if (all > 0xff) return this.#wide(key, fresh)
    return this.#place(h, n * 2, at, fresh)
  }

  /** As `index`, for units that are no string yet. */
  indexLatin1(units: Uint8Array, start: number, end: number, fresh: number): number {
    const n = end - start
    const from = this.#end + HEAD
    if (from + n + 1 > this.#words.length) this.#extend(from + n + 1)
    const words = this.#words
    let at = from
    let h = n
    let i = start
    for (; i + 4 <= end; i += 4) {
      const word = units[i]! | (units[i + 1]! << 8) | (units[i + 2]! << 16) | (units[i + 3]! << 24)
      words[at++] = word
      h = mixWord(h, word)
    }
    if (i < end) {
      let word = 0
      for (let shift = 0; i < end; i++, shift += 8) word |= units[i]! << shift
      words[at++] = word
      h = mixWord(h, word)
    }
    return this.#place(h, n * 2, at, fresh)
  }

  /** As `index`, for a key of plain words: a table has either those or strings. */
  indexWords(key: Int32Array, length: number, fresh: number): number {
    const from = this.#end + HEAD
    if (from + length > this.#words.length) this.#extend(from + length)
    const words = this.#words
    let h = length
    for (let i = 0; i < length; i++) {
      const word = key[i]!
      words[from + i] = word
      h = mixWord(h, word)
    }
    return this.#place(h, length, from + length, fresh)
  }

  /** The string at a place. */
  textAt(place: number): string {
    const head = this.#words[place + 1]!
    const from = (place + HEAD) * 4
    const bytes = Buffer.from(this.#words.buffer)
    return head & 1
      ? bytes.toString('utf16le', from, from + (head & ~1))
      : bytes.toString('latin1', from, from + (head >>> 1))
  }

  /** `hashString` of the string at a place. */
  hashAt(place: number): number {
    const head = this.#words[place + 1]!
    const [from, length] = [(place + HEAD) * 4, head >>> 1]
    return head & 1
      ? hashUnits(new Uint16Array(this.#words.buffer, from, length), 0, length)
      : hashUnits(this.#bytes, from, from + length)
  }

  /** The strings at these places as a column, where all are latin1. */
  column(places: readonly number[]): Latin1 | undefined {
    const [words, bytes] = [this.#words, this.#bytes]
    const starts = new Int32Array(places.length + 1)
    for (let i = 0; i < places.length; i++) {
      const head = words[places[i]! + 1]!
      if (head & 1 || starts[i]! + (head >>> 1) > MAX_UNITS) return undefined
      starts[i + 1] = starts[i]! + (head >>> 1)
    }
    const units = new Uint8Array(starts[places.length]!)
    for (let i = 0; i < places.length; i++) {
      let from = (places[i]! + HEAD) * 4
      for (let to = starts[i]!; to < starts[i + 1]!; to++) units[to] = bytes[from++]!
    }
    return { type: 'latin1', units, starts }
  }

  /** The place of the entry that was added last. */
  get last(): number {
    return this.#last
  }
  #last = 0

  #wide(key: string, fresh: number): number {
    const words = this.#words
    const n = key.length
    let at = this.#end + HEAD
    let h = ~n
    for (let i = 0; i < n; i += 2) {
      const word = key.charCodeAt(i) | (i + 1 < n ? key.charCodeAt(i + 1) << 16 : 0)
      words[at++] = word
      h = mixWord(h, word)
    }
    return this.#place(h, n * 2 + 1, at, fresh)
  }

  /** Finds the key that stands at the arena's end, up to `to`, or lets it stay. */
  #place(hash: number, head: number, to: number, fresh: number): number {
    const words = this.#words
    const slots = this.#slots
    const mask = this.#mask
    const end = this.#end
    let h = Math.imul(hash, 0x85ebca6b)
    h ^= h >>> 13
    let slot = h & mask
    for (;;) {
      const place = slots[2 * slot + 1]!
      if (place === 0) break
      if (slots[2 * slot] === h && words[place + 1] === head) {
        let a = place + HEAD
        let b = end + HEAD
        while (b < to && words[a] === words[b]) {
          a++
          b++
        }
        if (b === to) return words[place]!
      }
      slot = (slot + 1) & mask
    }
    words[end] = fresh
    words[end + 1] = head
    slots[2 * slot] = h
    slots[2 * slot + 1] = end
    this.#last = end
    this.#end = to
    if (++this.#size * 4 > mask * 3) this.#rehash()
    return fresh
  }

  #rehash(): void {
    const old = this.#slots
    const mask = this.#mask * 2 + 1
    const slots = new Int32Array(2 * (mask + 1))
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue
      let slot = old[i]! & mask
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask
      slots[2 * slot] = old[i]!
      slots[2 * slot + 1] = old[i + 1]!
    }
    this.#slots = slots
    this.#mask = mask
  }

  #extend(words: number): void {
    const grown = new Int32Array(Math.max(this.#words.length * 2, words))
    grown.set(this.#words.subarray(0, this.#end))
    this.#words = grown
    this.#bytes = new Uint8Array(grown.buffer)
  }
}
