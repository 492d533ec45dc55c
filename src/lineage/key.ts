// Equality of keys, by value: primitives as in Map (NaN = NaN, −0 = 0, 1 ≠ 1n ≠ '1'), arrays by element, plain objects
// by field in any order (a missing field is not undefined), Dates by time, typed arrays by type and content, a Group as
// its array. Everything else is refused. Shared by all engines on purpose; guarded by laws/lineage/key.law.ts.

import { PartitaError } from '../fault.ts'
import { Group } from './group.ts'

/** Keys that `Map` would compare by identity; they are compared by `canonicalKey`. */
export const isStructured = (key: unknown): key is object => typeof key === 'object' && key !== null

/** The key as it is stored: −0 becomes 0. */
export const normalKey = <K>(key: K): K => (key === 0 ? (0 as K) : key)

export const equalKeys = (a: unknown, b: unknown): boolean =>
  isStructured(a) && isStructured(b)
    ? canonicalKey(a) === canonicalKey(b)
    : a === b || (Number.isNaN(a) && Number.isNaN(b))

/**
 * A text for a structured key: equal texts, equal keys, and the other way round. It may equal a key that is a string,
 * so keep the two apart.
 */
export const canonicalKey = (key: object): string => encode(key, 0)

/** Also what finds a cycle. */
const DEEPEST = 1000

/** Every code ends by itself (a mark or a length), so that codes put side by side stay apart. */
const encode = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'number':
      return `d${value};` // −0 prints as 0, and no two other numbers print alike
    case 'bigint':
      return `i${value};`
    case 'boolean':
      return value ? 't' : 'f'
    case 'undefined':
      return 'u'
    case 'object':
      return value === null ? 'n' : structure(value, depth + 1)
    default:
      throw refused(`A ${typeof value}`)
  }
}

const text = (s: string): string => `s${s.length}:${s}`

const structure = (value: object, depth: number): string => {
  if (depth > DEEPEST) throw refused(`A value that contains itself, or is nested over ${DEEPEST} deep,`)
  if (Array.isArray(value)) return elements(value, depth)
  if (value instanceof Group) return elements(value.toArray(), depth)
  const proto: unknown = Object.getPrototypeOf(value)
  if (proto === Object.prototype || proto === null) return fields(value as Record<string, unknown>, depth)
  if (proto === Date.prototype) return `D${(value as Date).getTime()};`
  const name = className(value)
  if (TYPED_ARRAYS.has(proto)) return `A${name}:${(value as Uint8Array).join()};`
  throw refused(`An instance of ${name}`)
}

/** A hole is a missing field, not undefined. */
const elements = (array: readonly unknown[], depth: number): string => {
  let code = '['
  for (let i = 0; i < array.length; i++) {
    const element = array[i]
    code += element === undefined && !(i in array) ? '_' : encode(element, depth)
  }
  return `${code}]`
}

const fields = (object: Record<string, unknown>, depth: number): string => {
  if (Object.getOwnPropertySymbols(object).length > 0) throw refused('An object with symbols as fields')
  let code = '{'
  for (const name of Object.keys(object).sort()) code += text(name) + encode(object[name], depth)
  return `${code}}`
}

const TYPED_ARRAYS: ReadonlySet<unknown> = new Set(
  [
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
    Buffer,
  ].map(type => type.prototype),
)

const className = (value: object): string => value.constructor?.name || 'a nameless class'

const refused = (what: string): PartitaError =>
  new PartitaError('DATA', `${what} cannot be a key.`, {
    hint: 'Keys are compared by value: use primitives, or arrays, plain objects, Dates and typed arrays of them.',
  })

/** For what is no value at all: functions and symbols. */
export const refuseKey = (key: unknown): never => {
  throw refused(`A ${typeof key}`)
}
