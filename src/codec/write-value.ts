// One value → bytes, with all of what JavaScript's data can say: kinds, holes, prototypes, sharing and cycles.

import { types } from 'node:util'
import type { RecordBatch } from 'apache-arrow'
import type { PartitaError } from '../fault.ts'
import { Group } from '../lineage/group.ts'
import type { ByteWriter } from './bytes.ts'
import { isRecordBatch, recordBatchBytes } from './record-batch.ts'
import { className, refusal } from './refusal.ts'
import { ARRAYS_PER_CHECK, isDense } from './rows.ts'
import { BOXED, DEEPEST, ERROR_KINDS, TAG, VIEW_KINDS } from './tags.ts'
import { WIDER, type Window, Windows } from './windows.ts'

export class ValueWriter {
  readonly #out: ByteWriter
  #seen = new Map<object, number>()
  #path: (string | number)[] = []
  #windows = new Windows()
  #index = 0
  #arrays = 0

  constructor(out: ByteWriter) {
    this.#out = out
  }

  /** Objects shared within the record stay shared; `index` is for the path in errors. */
  record(value: unknown, index: number): void {
    this.#index = index
    if (typeof value !== 'object' || value === null) return this.#value(value)
    const start = this.#out.length
    this.#windows.clear()
    do {
      this.#out.truncate(start)
      this.#seen.clear()
      if (this.#path.length > 0) this.#path.length = 0
    } while (!this.#attempt(value))
  }

  /** False where a later view looks at more of a buffer than was written of it: the window has grown, begin again. */
  #attempt(value: object): boolean {
    try {
      this.#value(value)
      return true
    } catch (error) {
      if (error === WIDER) return false
      throw error
    }
  }

  #value(value: unknown): void {
    const out = this.#out
    switch (typeof value) {
      case 'undefined':
        return out.u8(TAG.undefined)
      case 'boolean':
        return out.u8(value ? TAG.true : TAG.false)
      case 'number':
        return this.#number(value)
      case 'string':
        out.u8(TAG.string)
        return out.text(value)
      case 'bigint':
        out.u8(value < 0n ? TAG.negativeBigint : TAG.bigint)
        return out.text((value < 0n ? -value : value).toString(16))
      case 'object':
        return value === null ? out.u8(TAG.null) : this.#shared(value)
      default:
        throw this.#refused(
          `a ${typeof value}`,
          'Records are plain data: leave it out, or map it to what it stands for.',
        )
    }
  }

  #number(x: number): void {
    if ((x | 0) !== x || (x === 0 && 1 / x < 0)) {
      this.#out.u8(TAG.number)
      return this.#out.f64(x)
    }
    this.#out.u8(x < 0 ? TAG.negative : TAG.natural)
    this.#out.varint(x < 0 ? ~x : x)
  }

  #shared(value: object): void {
    const before = this.#seen.get(value)
    if (before !== undefined) {
      if (types.isArrayBuffer(value)) this.#windows.widen(value, { start: 0, end: value.byteLength })
      this.#out.u8(TAG.reference)
      return this.#out.varint(before)
    }
    if (types.isProxy(value)) throw this.#refused('a proxy', 'Copy it to plain data first: { ...it }.')
    if (this.#path.length > DEEPEST) throw this.#refused(`nested over ${DEEPEST} deep`, 'Flatten it before.')
    // Views come after their buffer in the numbering, so they take their number themselves.
    if (!ArrayBuffer.isView(value)) this.#seen.set(value, this.#seen.size)
    this.#object(value, Object.getPrototypeOf(value))
  }

  /** By prototype, which is quick to look at; then what the engine says it is must agree. */
  #object(value: object, prototype: unknown): void {
    switch (prototype) {
      case Object.prototype:
      case null:
        if (!types.isArgumentsObject(value)) return this.#plain(value, prototype)
        break
      case Array.prototype:
        if (Array.isArray(value)) return this.#array(value)
        break
      case Group.prototype:
        return this.#group(value as Group<unknown>)
      case Date.prototype:
        if (types.isDate(value)) return this.#date(value)
        break
      case RegExp.prototype:
        if (types.isRegExp(value)) return this.#regExp(value)
        break
      case Map.prototype:
        if (types.isMap(value)) return this.#map(value)
        break
      case Set.prototype:
        if (types.isSet(value)) return this.#set(value)
        break
      case ArrayBuffer.prototype:
        if (types.isArrayBuffer(value)) return this.#buffer(value, { start: 0, end: value.byteLength })
        break
      default: {
        const view = VIEW_KINDS.get(prototype)
        if (view !== undefined && ArrayBuffer.isView(value)) return this.#view(value, view)
        const error = ERROR_KINDS.get(prototype)
        if (error !== undefined && types.isNativeError(value)) return this.#error(value, error)
        if (BOXED.has(prototype) && types.isBoxedPrimitive(value)) return this.#boxed(value)
        if (isRecordBatch(value, prototype)) return this.#recordBatch(value)
      }
    }
    throw types.isPromise(value)
      ? this.#refused('a promise', 'Await it, or use mapAsync.')
      : this.#refused(`an instance of ${className(prototype)}`, 'Map it to plain data.')
  }

  #array(array: readonly unknown[]): void {
    const out = this.#out
    const length = array.length
    if (this.#arrays++ % ARRAYS_PER_CHECK === 0) this.#noSymbols(array)
    else if (isDense(array)) {
      if (length >= 2 && array.every(x => typeof x === 'number')) {
        out.u8(TAG.numbers)
        out.varint(length)
        return out.f64s(array as readonly number[])
      }
      out.u8(TAG.array)
      out.varint(length)
      for (let i = 0; i < length; i++) this.#step(i, array[i])
      return
    }
    out.u8(TAG.sparseArray)
    out.varint(length)
    this.#fields(
      array,
      Object.getOwnPropertyNames(array).filter(name => name !== 'length'),
    )
  }

  #plain(object: object, prototype: unknown): void {
    this.#noSymbols(object)
    this.#out.u8(prototype === null ? TAG.nullObject : TAG.object)
    this.#fields(object, Object.getOwnPropertyNames(object))
  }

  #fields(object: object, names: readonly string[]): void {
    this.#out.varint(names.length)
    for (const name of names) {
      this.#out.text(name)
      this.#field(object, name)
    }
  }

  #field(object: object, name: string | number): void {
    const { value, enumerable, get, set } = Object.getOwnPropertyDescriptor(object, name)!
    this.#path.push(name)
    if (get !== undefined || set !== undefined)
      throw this.#refused('a getter or setter', 'Copy it to plain data first: { ...it }.')
    if (!enumerable) throw this.#refused('a hidden field', 'Only enumerable fields travel.')
    this.#value(value)
    this.#path.pop()
  }

  #date(date: Date): void {
    this.#nothingElse(date)
    this.#out.u8(TAG.date)
    this.#out.f64(date.getTime())
  }

  #regExp(regExp: RegExp): void {
    this.#nothingElse(regExp, ['lastIndex'])
    // A flag or source of its own would be user code.
    this.#out.u8(TAG.regExp)
    this.#out.text(regExp.source)
    this.#out.text(regExp.flags)
    this.#step('lastIndex', regExp.lastIndex)
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    this.#nothingElse(map)
    this.#out.u8(TAG.map)
    this.#out.varint(map.size)
    for (const [key, value] of map) {
      this.#step('keys()', key)
      this.#step(typeof key === 'string' ? `get(${JSON.stringify(key)})` : `get(${typeof key})`, value)
    }
  }

  #set(set: ReadonlySet<unknown>): void {
    this.#nothingElse(set)
    this.#out.u8(TAG.set)
    this.#out.varint(set.size)
    for (const value of set) this.#step('values()', value)
  }

  #group(group: Group<unknown>): void {
    const values = group.toArray()
    this.#out.u8(TAG.group)
    this.#out.varint(values.length)
    for (let i = 0; i < values.length; i++) this.#step(i, values[i])
  }

  #buffer(buffer: ArrayBuffer, window: Window): void {
    this.#nothingElse(buffer)
    if ((buffer as { resizable?: boolean }).resizable === true)
      throw this.#refused('a resizable ArrayBuffer', 'Use slice() to copy it.')
    this.#windows.widen(buffer, window)
    const { start, end } = this.#windows.of(buffer)
    this.#out.u8(TAG.buffer)
    this.#out.varint(end - start)
    this.#out.bytes(new Uint8Array(buffer, start, end - start))
  }

  #view(view: ArrayBufferView, kind: number): void {
    const { buffer, byteOffset, byteLength } = view
    if (!types.isArrayBuffer(buffer))
      throw this.#refused('a view of a SharedArrayBuffer', 'Use slice() to copy it.')
    const window = { start: byteOffset, end: byteOffset + byteLength }
    this.#out.u8(TAG.view)
    this.#out.u8(kind)
    const before = this.#seen.get(buffer)
    if (before === undefined) {
      this.#seen.set(buffer, this.#seen.size)
      this.#buffer(buffer, window)
    } else {
      this.#windows.widen(buffer, window)
      this.#out.u8(TAG.reference)
      this.#out.varint(before)
    }
    this.#out.varint(byteOffset - this.#windows.of(buffer).start)
    this.#out.varint(byteLength)
    this.#seen.set(view, this.#seen.size)
  }

  /** Fields of an error are hidden or not; the stack is text. */
  #error(error: Error, kind: number): void {
    this.#noSymbols(error)
    const names = Object.getOwnPropertyNames(error).filter(name => name !== 'stack')
    this.#out.u8(TAG.error)
    this.#out.u8(kind)
    this.#step('stack', Object.hasOwn(error, 'stack') ? error.stack : undefined)
    this.#out.varint(names.length)
    for (const name of names) {
      const { value, get, set, enumerable } = Object.getOwnPropertyDescriptor(error, name)!
      if (get !== undefined || set !== undefined)
        throw this.#refused(`an error with a getter (${name})`, 'Copy it first.')
      this.#out.text(name)
      this.#out.u8(enumerable === true ? 1 : 0)
      this.#step(name, value)
    }
  }

  #boxed(boxed: object): void {
    const value: unknown = BOXED.get(Object.getPrototypeOf(boxed))!.call(boxed)
    this.#nothingElse(
      boxed,
      typeof value === 'string' ? ['length'] : [],
      typeof value === 'string' ? value.length : 0,
    )
    this.#out.u8(TAG.boxed)
    this.#value(value)
  }

  #recordBatch(batch: RecordBatch): void {
    const bytes = recordBatchBytes(batch)
    this.#out.u8(TAG.recordBatch)
    this.#out.varint(bytes.length)
    this.#out.bytes(bytes)
  }

  #step(name: string | number, value: unknown): void {
    this.#path.push(name)
    this.#value(value)
    this.#path.pop()
  }

  #noSymbols(object: object): void {
    if (Object.getOwnPropertySymbols(object).length > 0)
      throw this.#refused('an object with a symbol as a field', 'Only fields named by strings travel.')
  }

  /** Kinds that are written by what they hold must have no fields beside it. */
  #nothingElse(object: object, allowed: readonly string[] = [], elements = 0): void {
    if (Reflect.ownKeys(object).length > elements + allowed.length)
      throw this.#refused(
        `${className(Object.getPrototypeOf(object))} with fields of its own`,
        'Map it to plain data.',
      )
  }

  #refused(what: string, hint: string): PartitaError {
    return refusal(this.#path, this.#index, what, hint)
  }
}
