// Growing and reading runs of bytes: little-endian, unaligned, every read within bounds.

import { PartitaError } from '../fault.ts'
import { WIDE } from './text.ts'

export const damaged = (what: string): PartitaError =>
  new PartitaError('DATA', `Encoded data is damaged: ${what}.`)

const SHORT = 32

export class ByteWriter {
  #bytes: Buffer
  #view: DataView
  #at = 0

  constructor(capacity = 1024) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  get length(): number {
    return this.#at
  }

  /** Back to an earlier length. */
  truncate(length: number): void {
    this.#at = length
  }

  /** The bytes so far, copied to their exact size. */
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#at))
  }

  u8(x: number): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = x
  }

  u32(x: number): void {
    this.#reserve(4)
    this.#view.setUint32(this.#at, x, true)
    this.#at += 4
  }

  f64(x: number): void {
    this.#reserve(8)
    this.#view.setFloat64(this.#at, x, true)
    this.#at += 8
  }

  f64s(numbers: readonly number[]): void {
    this.#reserve(numbers.length * 8)
    const view = this.#view
    let at = this.#at
    for (let i = 0; i < numbers.length; i++, at += 8) view.setFloat64(at, numbers[i]!, true)
    this.#at = at
  }

  /** A non-negative safe integer in groups of 7 bits. */
  varint(x: number): void {
    this.#reserve(8)
    if (x < 0x80) {
      this.#bytes[this.#at++] = x
      return
    }
    let rest = x
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#at++] = rest
  }

  bytes(source: ArrayBufferView): void {
    this.#reserve(source.byteLength)
    this.#bytes.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), this.#at)
    this.#at += source.byteLength
  }

  /** Length and units: a byte each where all fit, else two. The length's lowest bit says which. */
  text(s: string): void {
    const n = s.length
    if (n > SHORT ? !WIDE.test(s) : fitsLatin1(s)) {
      this.varint(n * 2)
      this.#reserve(n)
      if (n > SHORT) this.#bytes.write(s, this.#at, 'latin1')
      else for (let i = 0; i < n; i++) this.#bytes[this.#at + i] = s.charCodeAt(i)
      this.#at += n
    } else {
      this.varint(n * 2 + 1)
      this.#reserve(n * 2)
      this.#at += this.#bytes.write(s, this.#at, 'utf16le')
    }
  }

  #reserve(n: number): void {
    if (this.#at + n <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + n))
    grown.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

const fitsLatin1 = (s: string): boolean => {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 0xff) return false
  return true
}

const recent = new Array<string>(256).fill('')

export class ByteReader {
  readonly #bytes: Buffer
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true)
  }

  f64s(n: number): number[] {
    const view = this.#view
    let at = this.#take(n * 8)
    const numbers: number[] = []
    for (let i = 0; i < n; i++, at += 8) numbers.push(view.getFloat64(at, true))
    return numbers
  }

  varint(): number {
    const first = this.u8()
    if (first < 0x80) return first
    let x = first & 0x7f
    for (let scale = 0x80; scale <= 2 ** 49; scale *= 0x80) {
      const byte = this.u8()
      x += (byte & 0x7f) * scale
      if (byte < 0x80) return x
    }
    throw damaged('a number is too long')
  }

  /** A count of things that take at least `size` bytes each: more than are left is damage, found before allocating. */
  count(size = 1): number {
    const n = this.varint()
    if (n * size > this.left) throw damaged(`it promises ${n} items in ${this.left} bytes`)
    return n
  }

  /** In place, not copied. */
  bytes(n: number): Uint8Array {
    const at = this.#take(n)
    return this.#bytes.subarray(at, at + n)
  }

  /** A copy, in a buffer of its own and so aligned. */
  buffer(n: number): ArrayBuffer {
    return new Uint8Array(this.bytes(n)).buffer
  }

  text(): string {
    const head = this.varint()
    const n = Math.floor(head / 2)
    const size = head % 2 === 0 ? n : n * 2
    const at = this.#take(size)
    if (size > SHORT || size !== n)
      return this.#bytes.toString(size === n ? 'latin1' : 'utf16le', at, at + size)
    return this.#recent(at, n)
  }

  /** Names of fields come again and again: finding one takes a third of the time of making it. */
  #recent(at: number, n: number): string {
    const bytes = this.#bytes
    let h = n
    for (let i = 0; i < n; i++) h = Math.imul(h ^ bytes[at + i]!, 0x9e3779b1)
    const slot = h >>> 24
    const known = recent[slot]!
    if (known.length === n) {
      let i = 0
      while (i < n && known.charCodeAt(i) === bytes[at + i]) i++
      if (i === n) return known
    }
    const text = bytes.toString('latin1', at, at + n)
    recent[slot] = text
    return text
  }

  #take(n: number): number {
    const at = this.#at
    if (n > this.#bytes.length - at) throw damaged(`it ends ${n - (this.#bytes.length - at)} bytes early`)
    this.#at = at + n
    return at
  }
}
