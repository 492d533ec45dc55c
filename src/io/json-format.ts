// Records as lines of JSON. What JSON would drop or turn into something else is refused with its path; a Date alone has a
// form of its own, the ISO text that `timestamp` of a schema reads.

import { kindOf, type LineFormat, refusal } from './line-writer.ts'

export const jsonFormat = (part: string): LineFormat => ({
  extension: '.jsonl',
  lineOf: (record, index) => {
    const misfit = misfitOf(record, 0)
    if (misfit === undefined) return JSON.stringify(record)
    if (misfit === NEGATIVE_ZERO) return withNegativeZeros(record)
    const path = pathOf(misfit.path.reverse().join('')) ?? 'it'
    throw refusal(
      `Record ${index} of ${part}: ${path} is ${misfit.what}, which JSON cannot hold.`,
      misfit.hint,
    )
  },
})

interface Misfit {
  readonly what: string
  readonly hint: string
  /** Steps from the value up to the record. */
  readonly path: string[]
}
/** JSON can hold it; JSON.stringify writes 0. */
const NEGATIVE_ZERO = Symbol('-0')

/** JSON.parse and its like stop somewhere; a cycle never does. */
const DEEPEST = 1000

const misfit = (what: string, hint: string): Misfit => ({ what, hint, path: [] })

const misfitOf = (value: unknown, depth: number): Misfit | typeof NEGATIVE_ZERO | undefined => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      if (!Number.isFinite(value)) return misfit(String(value), 'Write null, or a text of your choice.')
      return Object.is(value, -0) ? NEGATIVE_ZERO : undefined
    case 'bigint':
      return misfit('a bigint', 'Write it as text with String(n); int64 of a schema reads that.')
    case 'undefined':
      return misfit('undefined', 'Leave the field out, or write null.')
    case 'object':
      return value === null ? undefined : misfitOfObject(value, depth)
    default:
      return misfit(kindOf(value), 'Records are plain data.')
  }
}

const misfitOfObject = (value: object, depth: number): Misfit | typeof NEGATIVE_ZERO | undefined => {
  if (depth === DEEPEST)
    return misfit('nested deeper than 1000 levels', 'Or it holds itself: JSON has no references.')
  let found: typeof NEGATIVE_ZERO | undefined
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner = misfitOf(value[i], depth + 1)
      if (inner === NEGATIVE_ZERO) found = inner
      else if (inner !== undefined) return within(inner, `[${i}]`)
    }
    return found
  }
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? misfit('an invalid Date', 'Write null instead.') : undefined
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return misfit(classOf(value), 'Make plain data of it with map.')
  for (const name of Object.keys(value)) {
    const inner = misfitOf((value as Readonly<Record<string, unknown>>)[name], depth + 1)
    if (inner === NEGATIVE_ZERO) found = inner
    else if (inner !== undefined) return within(inner, stepOf(name))
  }
  return found
}

const within = (inner: Misfit, step: string): Misfit => {
  inner.path.push(step)
  return inner
}

const classOf = (value: object): string => {
  const made = value.constructor
  return made === Object || made === undefined ? 'an object with another prototype' : `a ${made.name}`
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** A field's step in a path; what is written of a path as a whole begins without its dot. */
export const stepOf = (name: string): string =>
  IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`

export const pathOf = (steps: string): string | undefined =>
  steps === '' ? undefined : steps.replace(/^\./, '')

const withNegativeZeros = (value: unknown): string => {
  if (Object.is(value, -0)) return '-0'
  if (Array.isArray(value)) return `[${value.map(withNegativeZeros).join(',')}]`
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value)
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}:${withNegativeZeros(field)}`,
  )
  return `{${fields.join(',')}}`
}
