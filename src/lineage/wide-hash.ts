// A hash of 64 bits, for sketches: `hashKey` gives small integers their own value and has too few bits. Two lanes of
// MurmurHash3 (Appleby; constants of its x86_128) over the words of the value. The same on every machine.

import { canonicalKey, refuseKey } from './key.ts'

/** Equal keys, equal hashes; values of other kinds, such as 1 and '1', are different. */
export const hashWide = (value: unknown, into: Int32Array): void => {
  switch (typeof value) {
    case 'number':
      if (Number.isNaN(value)) begin(1)
      else {
        begin(2)
        view.setFloat64(0, value + 0) // −0 becomes 0
        absorb(view.getInt32(0))
        absorb(view.getInt32(4))
      }
      break
    case 'string':
      absorbText(3, value)
      break
    case 'bigint':
      absorbText(4, value.toString())
      break
    case 'boolean':
      begin(value ? 5 : 6)
      break
    case 'undefined':
      begin(7)
      break
    case 'object':
      if (value === null) begin(8)
      else absorbText(9, canonicalKey(value))
      break
    default:
      refuseKey(value)
  }
  into[0] = finish(first)
  into[1] = finish(second ^ into[0]!)
}

let first = 0
let second = 0
let words = 0

const begin = (kind: number): void => {
  first = kind
  second = ~kind
  words = 0
}

const absorb = (word: number): void => {
  words++
  first ^= Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
  first = (Math.imul(rotated(first, 13), 5) + 0xe6546b64) | 0
  second ^= Math.imul(rotated(Math.imul(word, 0x239b961b), 16), 0xab0e9789)
  second = (Math.imul(rotated(second, 17), 5) + 0x561ccd1b) | 0
}

const absorbText = (kind: number, text: string): void => {
  begin(kind)
  for (let i = 0; i < text.length; i++) absorb(text.charCodeAt(i))
}

const rotated = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

const finish = (h: number): number => {
  let x = h ^ words
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

const view = new DataView(new ArrayBuffer(8))
