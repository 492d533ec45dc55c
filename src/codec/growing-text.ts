// Strings → UTF-8, as they come: the bytes of all side by side, and where each begins. Some are joined and encoded at
// once, for a fifth of what they cost one by one; few enough that they die young.

import { PartitaError } from '../fault.ts'
import { misfit, type Where } from './misfit.ts'

/** Offsets are int32. */
const MAX_BYTES = 2 ** 31 - 1
/** Strings that are joined, and their units at most, if they are more than one: V8's longest string is 2^29. */
const JOINED = 512
const MAX_UNITS = 2 ** 26

const UTF8 = new TextEncoder()

export class GrowingText {
  readonly #where: Where
  readonly #waiting: string[] = []
  #units = 0
  #bytes = new Uint8Array(0)
  #offsets = new Int32Array(JOINED)
  #length = 0

  constructor(where: Where) {
    this.#where = where
  }

  add(text: string): void {
    if (this.#units + text.length > MAX_UNITS) this.#encode()
    this.#units += text.length
    if (this.#waiting.push(text) === JOINED) this.#encode()
  }

  /** All that was added, to be read before more is; then it is empty again. */
  take(): { readonly offsets: Int32Array; readonly values: Uint8Array } {
    this.#encode()
    const offsets = this.#offsets.subarray(0, this.#length + 1)
    this.#length = 0
    return { offsets, values: this.#bytes.subarray(0, offsets[offsets.length - 1]) }
  }

  #encode(): void {
    const texts = this.#waiting
    if (this.#length + texts.length >= this.#offsets.length) {
      const longer = new Int32Array(Math.max(this.#offsets.length * 2, this.#length + texts.length + 1))
      longer.set(this.#offsets)
      this.#offsets = longer
    }
    const offsets = this.#offsets
    const joined = texts.join('')
    let end = offsets[this.#length]!
    this.#reserve(end, joined)
    const { written } = UTF8.encodeInto(joined, this.#bytes.subarray(end))
    if (written === joined.length)
      for (const text of texts) {
        end += text.length
        offsets[++this.#length] = end
      }
    else {
      // Two halves of different strings would make a whole of the joined ones.
      const checked = SURROGATE.test(joined)
      for (const text of texts) {
        if (checked && LONE_SURROGATE.test(text))
          throw misfit(this.#where(this.#length), 'string', text, HALF)
        end += Buffer.byteLength(text)
        offsets[++this.#length] = end
      }
    }
    texts.length = 0
    this.#units = 0
  }

  #reserve(end: number, joined: string): void {
    // Not looked at where three bytes for each unit are there.
    if (end + joined.length * 3 <= this.#bytes.length) return
    const needed = end + Buffer.byteLength(joined)
    if (needed > MAX_BYTES)
      throw new PartitaError('UNSUPPORTED', 'A batch cannot hold more than 2 GiB of text in one column.')
    if (needed <= this.#bytes.length) return
    const longer = new Uint8Array(
      Math.min(MAX_BYTES, Math.max(this.#bytes.length * 2, needed + joined.length)),
    )
    longer.set(this.#bytes.subarray(0, end))
    this.#bytes = longer
  }
}

const HALF = 'half a surrogate pair is no Unicode text, which is all that UTF-8 can hold; see toWellFormed()'
const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/u
