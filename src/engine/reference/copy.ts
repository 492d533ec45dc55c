// A copy of a record, as it comes out on the other side of a border: nothing changed, or refused with its path. Sharing
// and cycles within the record stay. Written without the codec, which the laws compare it with.

import { PartitaError } from '../../fault.ts'
import { Group } from '../../lineage/group.ts'
import { PROMISE_HINT } from '../../lineage/promise.ts'

export const copyAll = (records: readonly unknown[]): unknown[] => records.map(record => copy(record))

/** @throws PartitaError DATA for what would not come out the same */
export const copy = (record: unknown): unknown => {
  const done = new Map<object, unknown>()

  const copied = (value: unknown, path: string): unknown => {
    if (typeof value === 'symbol' || typeof value === 'function') throw refused(`a ${typeof value}`, path)
    if (typeof value !== 'object' || value === null) return value
    if (!done.has(value)) copyObject(value, path)
    return done.get(value)
  }

  /** Puts the copy into `done` before its parts are copied: they may lead back here. */
  const copyObject = (value: object, path: string): void => {
    const put = <T extends object>(made: T): T => {
      done.set(value, made)
      return made
    }
    const proto: unknown = Object.getPrototypeOf(value)
    if (proto === Object.prototype || proto === null) fill(put(Object.create(proto)), value, path)
    else if (proto === Array.prototype) fill(put(new Array((value as unknown[]).length)), value, path)
    else if (ERRORS.has(proto)) fill(put(blankError(proto)), value, path)
    else if (ArrayBuffer.isView(value) && VIEWS.has(proto)) copyView(value, path, put)
    else if (BOXES.has(proto)) put(Object(value.valueOf()))
    else if (value instanceof Promise) throw refused('a promise', path, PROMISE_HINT)
    else if (isRecordBatch(value)) put(value)
    else if (!KINDS.has(proto)) throw refused(named(value), path)
    else if (Reflect.ownKeys(value).some(name => name !== 'lastIndex' || proto !== RegExp.prototype))
      throw refused(`${named(value)} with fields of its own`, path)
    else if (value instanceof Group)
      put(new Group(value.toArray().map((element, i) => copied(element, `${path}[${i}]`))))
    else if (proto === Date.prototype) put(new Date((value as Date).getTime()))
    else if (proto === ArrayBuffer.prototype) put((value as ArrayBuffer).slice(0))
    else if (proto === RegExp.prototype) {
      const { source, flags, lastIndex } = value as RegExp
      put(new RegExp(source, flags)).lastIndex = lastIndex
    } else if (proto === Map.prototype) {
      const into = put(new Map())
      for (const [key, held] of value as Map<unknown, unknown>)
        into.set(copied(key, `${path}.key`), copied(held, `${path}.value`))
    } else if (proto === Set.prototype) {
      const into = put(new Set())
      for (const held of value as Set<unknown>) into.add(copied(held, `${path}.member`))
    }
  }

  /** Over a copy of the buffer it looks into, which other views may share. */
  const copyView = (view: ArrayBufferView, path: string, put: (made: object) => object): void => {
    const buffer = copied(view.buffer, path) as ArrayBuffer
    const { byteOffset, byteLength } = view
    if (Buffer.isBuffer(view)) put(Buffer.from(buffer, byteOffset, byteLength))
    else {
      const { constructor: View, length = byteLength } = view as Uint8Array & {
        constructor: Uint8ArrayConstructor
      }
      put(new View(buffer, byteOffset, length))
    }
  }

  const fill = (into: object, from: object, path: string): void => {
    const inArray = Array.isArray(from)
    for (const key of Reflect.ownKeys(from)) {
      if (typeof key === 'symbol') throw refused('a field whose name is a symbol', path)
      const at = inArray ? `${path}[${key}]` : `${path}.${key}`
      if (inArray && key === 'length') continue
      const { get, set, value, enumerable = false } = Object.getOwnPropertyDescriptor(from, key)!
      if (get !== undefined || set !== undefined) throw refused('an accessor', at)
      if (!enumerable && !(from instanceof Error)) throw refused('a hidden field', at)
      const own = { value: copied(value, at), enumerable, writable: true, configurable: true }
      Object.defineProperty(into, key, own)
    }
  }

  return copied(record, 'record')
}

const prototypesOf = (...classes: readonly { readonly prototype: object }[]): ReadonlySet<unknown> =>
  new Set(classes.map(type => type.prototype))

const VIEWS = prototypesOf(
  Buffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
)
/** All that there is to them is copied by hand. */
const KINDS = prototypesOf(Date, RegExp, Map, Set, ArrayBuffer, Group)
const BOXES = prototypesOf(Number, String, Boolean, BigInt)
const ERRORS = prototypesOf(
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
)

/** Some have a slot of their own that a plain object has not. */
const blankError = (proto: unknown): Error =>
  proto === AggregateError.prototype
    ? new AggregateError([])
    : new (proto as { readonly constructor: ErrorConstructor }).constructor()

/** Arrow's, which nobody writes to. */
const isRecordBatch = (value: object): boolean =>
  value.constructor?.name === 'RecordBatch' && 'schema' in value && 'data' in value

const named = (value: object): string => `an instance of ${value.constructor?.name || 'a nameless class'}`

const refused = (what: string, path: string, hint?: string): PartitaError =>
  new PartitaError('DATA', `${path} is ${what}, which cannot go from one process to another.`, { hint })
