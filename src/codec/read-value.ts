// Bytes → one value: the mirror of write-value. Whatever the bytes, it ends and allocates no more than they promise.

import { Group } from '../lineage/group.ts'
import { type ByteReader, damaged } from './bytes.ts'
import { recordBatchOf } from './record-batch.ts'
import { DEEPEST, ERRORS, TAG, VIEWS } from './tags.ts'

export class ValueReader {
  readonly #input: ByteReader
  /** Objects of this record, in the order in which they were begun. */
  #seen: object[] = []
  #depth = 0

  constructor(input: ByteReader) {
    this.#input = input
  }

  record(): unknown {
    this.#seen = []
    return this.#value()
  }

  #value(): unknown {
    const input = this.#input
    const tag = input.u8()
    switch (tag) {
      case TAG.undefined:
        return undefined
      case TAG.null:
        return null
      case TAG.false:
        return false
      case TAG.true:
        return true
      case TAG.natural:
        return input.varint()
      case TAG.negative:
        return -1 - input.varint()
      case TAG.number:
        return input.f64()
      case TAG.string:
        return input.text()
      case TAG.bigint:
        return readBigint(input.text())
      case TAG.negativeBigint:
        return -readBigint(input.text())
      case TAG.reference:
        return this.#reference()
      default:
        return this.#nested(tag)
    }
  }

  #nested(tag: number): object {
    if (++this.#depth > DEEPEST + 2) throw damaged('it is nested too deeply')
    const value = this.#object(tag)
    this.#depth--
    return value
  }

  #reference(): object {
    const target = this.#seen[this.#input.varint()]
    if (target === undefined) throw damaged('a reference leads nowhere')
    return target
  }

  #object(tag: number): object {
    const input = this.#input
    switch (tag) {
      case TAG.array:
        return this.#array()
      case TAG.numbers:
        return this.#begun(input.f64s(input.count(8)))
      case TAG.sparseArray: {
        const array = this.#begun<unknown[]>([])
        const length = input.varint()
        if (length > 0xffffffff) throw damaged('an array is too long')
        array.length = length
        return this.#fields(array)
      }
      case TAG.object:
        return this.#fields(this.#begun({}))
      case TAG.nullObject:
        return this.#fields(this.#begun(Object.create(null) as object))
      case TAG.date:
        return this.#begun(new Date(input.f64()))
      case TAG.regExp:
        return this.#regExp()
      case TAG.map: {
        const map = this.#begun(new Map<unknown, unknown>())
        for (let n = input.count(2); n > 0; n--) map.set(this.#value(), this.#value())
        return map
      }
      case TAG.set: {
        const set = this.#begun(new Set<unknown>())
        for (let n = input.count(); n > 0; n--) set.add(this.#value())
        return set
      }
      case TAG.buffer:
        return this.#begun(input.buffer(input.count()))
      case TAG.view:
        return this.#view()
      case TAG.error:
        return this.#error()
      case TAG.boxed:
        return this.#boxed()
      case TAG.group: {
        const values: unknown[] = []
        const group = this.#begun(new Group(values))
        for (let n = input.count(); n > 0; n--) values.push(this.#value())
        return group
      }
      case TAG.recordBatch:
        return this.#begun(recordBatchOf(new Uint8Array(input.buffer(input.count()))))
      default:
        throw damaged(`there is no value of kind ${tag}`)
    }
  }

  #begun<T extends object>(object: T): T {
    this.#seen.push(object)
    return object
  }

  #array(): unknown[] {
    const array = this.#begun<unknown[]>([])
    for (let n = this.#input.count(); n > 0; n--) array.push(this.#value())
    return array
  }

  #fields<T extends object>(object: T): T {
    for (let n = this.#input.count(2); n > 0; n--) {
      const name = this.#input.text()
      const value = this.#value()
      // Neither may reach a setter of the prototype, nor set it.
      if (name in object) Object.defineProperty(object, name, { ...OPEN, value })
      else (object as Record<string, unknown>)[name] = value
    }
    return object
  }

  #regExp(): RegExp {
    const index = this.#seen.push(NOTHING) - 1
    const [source, flags] = [this.#input.text(), this.#input.text()]
    const regExp = whole(() => new RegExp(source, flags), 'a regular expression')
    this.#seen[index] = regExp
    regExp.lastIndex = this.#value() as number
    return regExp
  }

  #view(): object {
    const kind = VIEWS[this.#input.u8()]
    const buffer = this.#value()
    const offset = this.#input.varint()
    const bytes = this.#input.varint()
    if (kind === undefined || !(buffer instanceof ArrayBuffer)) throw damaged('a view has no buffer')
    return this.#begun(whole(() => viewOf(kind, buffer, offset, bytes), 'a view'))
  }

  #error(): Error {
    const kind = ERRORS[this.#input.u8()]
    if (kind === undefined) throw damaged('there is no such error')
    const error = this.#begun(bare(kind))
    const stack = this.#value()
    for (const name of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, name)
    if (stack !== undefined)
      Object.defineProperty(error, 'stack', { ...OPEN, enumerable: false, value: stack })
    for (let n = this.#input.count(3); n > 0; n--) {
      const name = this.#input.text()
      const enumerable = this.#input.u8() === 1
      Object.defineProperty(error, name, { ...OPEN, enumerable, value: this.#value() })
    }
    return error
  }

  #boxed(): object {
    const index = this.#seen.push(NOTHING) - 1
    const value = this.#value()
    if (value === undefined || value === null || typeof value === 'object')
      throw damaged('a boxed value is no primitive')
    const boxed = Object(value) as object
    this.#seen[index] = boxed
    return boxed
  }
}

const viewOf = (kind: (typeof VIEWS)[number], buffer: ArrayBuffer, offset: number, bytes: number): object => {
  if (kind === Buffer) return Buffer.from(buffer, offset, bytes)
  const View = kind as Uint8ArrayConstructor
  return new View(buffer, offset, bytes / (View.BYTES_PER_ELEMENT ?? 1))
}

const OPEN = { writable: true, enumerable: true, configurable: true }
const NOTHING = Object.freeze({})

/** Made without a stack, which would cost more than all the rest. */
const bare = (kind: (typeof ERRORS)[number]): Error => {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return kind === AggregateError ? new AggregateError([]) : new (kind as ErrorConstructor)()
  } finally {
    Error.stackTraceLimit = limit
  }
}

const HEX = /^[0-9a-f]+$/
const readBigint = (hex: string): bigint => {
  if (!HEX.test(hex)) throw damaged('a bigint is no number')
  return BigInt(`0x${hex}`)
}

const whole = <T>(make: () => T, what: string): T => {
  try {
    return make()
  } catch {
    throw damaged(`${what} is malformed`)
  }
}
