// When two results are the same: by value and structure, NaN equal to itself, -0 to 0, Groups by what is in them.

import { isDeepStrictEqual } from 'node:util'
import { Group } from '../lineage/group.ts'

export type Equals<T> = (x: T, y: T) => boolean

/** By value and structure. */
export const sameValue: Equals<unknown> = (x, y) => isDeepStrictEqual(plain(x), plain(y))

/** Position by position. */
export const sameList =
  <T>(equals: Equals<T>): Equals<readonly T[]> =>
  (xs, ys) =>
    xs.length === ys.length && xs.every((x, i) => equals(x, ys[i]!))

/** The same values as often, wherever they are. */
export const sameBag =
  <T>(equals: Equals<T>): Equals<readonly T[]> =>
  (xs, ys) => {
    if (xs.length !== ys.length) return false
    const rest = [...ys]
    return xs.every(x => {
      const at = rest.findIndex(y => equals(x, y))
      if (at >= 0) rest.splice(at, 1)
      return at >= 0
    })
  }

/**
 * Equality by value that lets numbers, wherever they are in it, differ by rounding: by `tolerance` (default 1e-9) of
 * the larger one, or of 1.
 * @example await checkPipeline(fc.double({ noNaN: true }), r => r.sum(), { equals: upToRounding() })
 */
export const upToRounding =
  (tolerance = 1e-9): Equals<unknown> =>
  (x, y) => {
    const same: Equals<unknown> = (x, y) => {
      if (typeof x === 'number' && typeof y === 'number')
        return (
          Object.is(x, y) ||
          (Number.isFinite(x - y) && Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x), Math.abs(y)))
        )
      if (Array.isArray(x) && Array.isArray(y)) return sameList(same)(x, y)
      if (isRecord(x) && isRecord(y)) {
        const names = Object.keys(x)
        return (
          names.length === Object.keys(y).length &&
          names.every(name => Object.hasOwn(y, name) && same(x[name], y[name]))
        )
      }
      return isDeepStrictEqual(x, y)
    }
    return same(plain(x), plain(y))
  }

/** Groups hide their values from every comparison: arrays in their place; and 0 for -0. */
export const plain = (value: unknown): unknown => {
  const done = new Map<unknown, unknown>()
  const copied = (x: unknown): unknown => {
    if (x === 0) return 0
    if (done.has(x)) return done.get(x)
    if (x instanceof Group) return x.toArray().map(copied)
    if (x instanceof Map) return new Map([...x].map(([k, v]) => [copied(k), copied(v)]))
    if (Array.isArray(x)) {
      const into = new Array(x.length)
      done.set(x, into)
      x.forEach((element, i) => {
        into[i] = copied(element)
      })
      return into
    }
    if (!isRecord(x)) return x
    const into: Record<string, unknown> = Object.create(Object.getPrototypeOf(x))
    done.set(x, into)
    for (const [name, held] of Object.entries(x))
      Object.defineProperty(into, name, { value: copied(held), enumerable: true })
    return into
  }
  return copied(value)
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => {
  if (typeof x !== 'object' || x === null) return false
  const proto = Object.getPrototypeOf(x)
  return proto === Object.prototype || proto === null
}
