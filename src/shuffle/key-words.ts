// Structured keys as words, so that a tuple such as [zone, hour] is found without making a text of it: equal words,
// equal keys, and the other way round. Every code begins with what it is and how long, so that codes side by side stay
// apart. Says what canonicalKey says; guarded by laws/shuffle/key-table.law.ts.

import { Group } from '../lineage/group.ts'
import { canonicalKey } from '../lineage/key.ts'

const INT = 1
const FLOAT = 2
const STRING = 3
/** Whatever else: its canonical text. */
const OTHER = 4
const HOLE = 5
const LIST = 6

export class KeyWords {
  words = new Int32Array(64)
  length = 0

  /** From now on, the words of this key. */
  set(key: object): void {
    this.length = 0
    const elements = Array.isArray(key) ? key : key instanceof Group ? key.toArray() : undefined
    if (elements === undefined) return this.#text(canonicalKey(key), OTHER)
    this.#push(LIST)
    this.#push(elements.length)
    for (let i = 0; i < elements.length; i++) {
      const element: unknown = elements[i]
      if (typeof element === 'number') this.#number(element)
      else if (typeof element === 'string') this.#text(element, STRING)
      else if (element === undefined && !(i in elements)) this.#push(HOLE)
      else this.#text(canonicalKey([element]), OTHER)
    }
  }

  #number(x: number): void {
    if ((x | 0) === x) {
      this.#push(INT)
      return this.#push(x)
    }
    float[0] = Number.isNaN(x) ? Number.NaN : x
    this.#push(FLOAT)
    this.#push(halves[0]!)
    this.#push(halves[1]!)
  }

  #text(text: string, kind: number): void {
    const n = text.length
    this.#push(kind)
    this.#push(n)
    for (let i = 0; i < n; i += 2)
      this.#push(text.charCodeAt(i) | (i + 1 < n ? text.charCodeAt(i + 1) << 16 : 0))
  }

  #push(word: number): void {
    if (this.length === this.words.length) {
      const grown = new Int32Array(this.length * 2)
      grown.set(this.words)
      this.words = grown
    }
    this.words[this.length++] = word
  }
}

const float = new Float64Array(1)
const halves = new Int32Array(float.buffer)
