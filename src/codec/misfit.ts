// A value that does not fit its field: which record, which field within it, what was expected and what was there.

import { PartitaError } from '../fault.ts'
import { type DataType, showType } from '../lineage/data-type.ts'
import { className } from './refusal.ts'

/** Where the value at an index of a column comes from. */
export type Where = (index: number) => { readonly record: number; readonly path: string }

export const misfit = (
  { record, path }: ReturnType<Where>,
  type: DataType,
  value: unknown,
  hint?: string,
): PartitaError =>
  new PartitaError('DATA', `Record ${record}: ${path} is ${shownValue(value)}, not ${showType(type)}.`, {
    recordIndex: record,
    hint,
  })

const shownValue = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`
    case 'bigint':
      return `the bigint ${value}n`
    case 'number':
      return `the number ${Object.is(value, -0) ? '-0' : value}`
    case 'object':
      if (value === null) return 'null'
      if (value instanceof Date)
        return `the Date ${Number.isNaN(value.getTime()) ? 'that is invalid' : value.toISOString()}`
      return Array.isArray(value) ? 'an array' : `an object (${className(Object.getPrototypeOf(value))})`
    case 'undefined':
      return 'missing'
    default:
      return `a ${typeof value}`
  }
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The path to a field of what `path` names; the record itself is the empty path. */
export const fieldPath = (path: string, name: string): string => {
  if (!NAME.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}
