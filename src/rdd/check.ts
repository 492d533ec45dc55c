// Arguments are checked where they are given, whatever the types promised.

import { isDeepStrictEqual } from 'node:util'
import { derive, type Fn } from '../lineage/fn.ts'
import { PROMISE_HINT } from '../lineage/promise.ts'
import { type Call, failure } from './call.ts'
import { DRIVER_ONLY } from './driver-only.ts'
import type { RDD } from './rdd.ts'
import type { Combiner, Hint, Ord, Zero } from './shape.ts'

type AnyFunction = (...args: never[]) => unknown

const ASYNC = /^\[object Async(Generator)?Function\]$/

/** A function that may return a promise. */
export const checkFunction = (call: Call, f: unknown): void => {
  if (typeof f !== 'function') throw failure(call, 'ARGUMENT', `takes a function, not ${named(f)}.`)
}

export const checkSyncFunction = (call: Call, f: unknown): void => {
  checkFunction(call, f)
  if (ASYNC.test(Object.prototype.toString.call(f)))
    throw failure(call, 'ARGUMENT', 'cannot wait for an async function.', { hint: PROMISE_HINT })
}

/** A combiner as the function that nodes hold. */
export const combining = <A>(call: Call, f: Combiner<A>): Fn => {
  if (isSemigroup(f)) return derive('concat', f)
  checkSyncFunction(call, f)
  return f as AnyFunction as Fn
}

export const isSemigroup = (f: unknown): f is { readonly concat: AnyFunction } =>
  typeof f === 'object' && f !== null && 'concat' in f && typeof f.concat === 'function'

/** A zero as the function that nodes hold: it makes a fresh one at each call. */
export const startingAt = <A>(call: Call, zero: Zero<A>): Fn => {
  checkZero(call, zero)
  return typeof zero === 'function' ? (zero as Fn) : derive('copies', zero)
}

export const checkZero = (call: Call, zero: unknown): void => {
  if (typeof zero === 'function') checkSyncFunction(call, zero)
  else if (!isCopyable(zero))
    throw failure(call, 'ARGUMENT', 'takes a zero that can be copied.', {
      hint: 'Give a function that makes it: () => zero.',
    })
}

/** Whether a structured clone is the same: no instance of a class, no Buffer, no function. */
const isCopyable = (value: unknown): boolean => {
  try {
    return isDeepStrictEqual(structuredClone(value), value)
  } catch {
    return false
  }
}

/** An Ord as the comparison that nodes hold. */
export const comparing = <A extends Hint>(call: Call, ord: Ord<A> | undefined): Fn | undefined => {
  if (ord === undefined) return undefined
  if (typeof ord !== 'object' || ord === null || typeof ord.compare !== 'function')
    throw failure(call, 'ARGUMENT', `takes an ord with a method compare, not ${named(ord)}.`)
  return derive('compare', ord)
}

/** Optional arguments travel in one object; a bare number, as Spark takes it, would be lost. */
export const checkOptions = (call: Call, options: unknown): void => {
  if (options === undefined || (typeof options === 'object' && options !== null)) return
  throw failure(call, 'ARGUMENT', `takes its options in an object, not ${named(options)}.`, {
    hint: typeof options === 'number' ? `Write { numPartitions: ${options} }.` : 'Write { name: value }.',
  })
}

export const checkSize = (call: Call, n: unknown): void => {
  if (!Number.isInteger(n)) throw failure(call, 'ARGUMENT', `takes an integer, not ${named(n)}.`)
}

export const checkCount = (call: Call, n: unknown, what: string): void => {
  if (!Number.isSafeInteger(n) || (n as number) < 1)
    throw failure(call, 'ARGUMENT', `takes ${what} that is a positive integer, not ${named(n)}.`)
}

/** What is combined with an RDD is an RDD of the same session. */
export const checkSides = (call: Call, rdd: Pick<RDD<unknown>, 'driver'>, others: unknown): void => {
  if (!Array.isArray(others)) throw failure(call, 'ARGUMENT', `takes a list of RDDs, not ${named(others)}.`)
  for (const other of others) {
    if (!isRDD(other)) throw failure(call, 'ARGUMENT', `takes an RDD, not ${named(other)}.`)
    if (other.driver !== rdd.driver)
      throw failure(call, 'ARGUMENT', 'takes an RDD of the same session, not of another one.')
  }
}

const isRDD = (x: unknown): x is RDD<unknown> =>
  typeof x === 'object' && x !== null && DRIVER_ONLY in x && 'lineage' in x

const named = (x: unknown): string => {
  if (typeof x === 'string') return `the string ${JSON.stringify(x)}`
  if (typeof x === 'function') return 'a function'
  return typeof x === 'object' && x !== null ? (Array.isArray(x) ? 'an array' : 'an object') : String(x)
}
