// A line of JSON as a record: any value, a row of a schema, or what a validator makes of it.

import { fieldPath } from '../codec/misfit.ts'
import { PartitaError } from '../fault.ts'
import type { DataType } from '../lineage/data-type.ts'
import { isPromiseLike } from '../lineage/promise.ts'
import { jsonFault } from './json-fault.ts'
import { type FieldReader, fieldReader, structReader } from './json-field.ts'
import { pathOf } from './json-format.ts'
import { Misfit } from './rejects.ts'

/** A type, or the user's function of the field's text. */
export type JsonColumn = { readonly name: string; readonly nullable: boolean } & (
  | { readonly type: DataType; readonly parse?: undefined }
  | { readonly parse: (text: string) => unknown }
)
export interface JsonReading {
  readonly columns?: readonly JsonColumn[] | undefined
  /** What a Standard Schema says of a value. */
  readonly validate?: ((value: unknown) => unknown) | undefined
}

/** The record of a line, or why it is none. */
export type LineReader = (text: string) => unknown

export const lineReader = ({ columns, validate }: JsonReading): LineReader => {
  const finish =
    columns !== undefined ? rowReader(columns) : validate !== undefined ? validated(validate) : undefined
  return text => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause
      const { at, problem } = jsonFault(text)
      return new Misfit(problem, { column: at + 1 })
    }
    return finish === undefined ? value : finish(value)
  }
}

/** JSON's own blanks: a line of nothing else is no record. */
export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line)

const rowReader = (columns: readonly JsonColumn[]): ((value: unknown) => unknown) => {
  const read = structReader(
    columns.map(column => ({
      name: column.name,
      read: column.parse === undefined ? fieldReader(column) : parsing(column.parse),
    })),
  )
  return value => {
    const row = read(value)
    if (row === undefined) return new Misfit('the line holds no object')
    if (!(row instanceof Misfit)) return row
    const field = pathOf(row.where.field ?? '')
    return new Misfit(row.problem, field === undefined ? {} : { field }, row.details)
  }
}

/** Text as it is, anything else as its JSON; what is missing as the empty text, as in CSV. */
const parsing =
  (parse: (text: string) => unknown): FieldReader =>
  value => {
    try {
      return parse(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    } catch (cause) {
      return new Misfit(`its parser threw: ${String(cause)}`, {}, { cause })
    }
  }

interface Issue {
  readonly message?: unknown
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

const validated =
  (validate: (value: unknown) => unknown): ((value: unknown) => unknown) =>
  value => {
    let result: { readonly value?: unknown; readonly issues?: readonly Issue[] | undefined }
    try {
      result = validate(value) as typeof result
    } catch (cause) {
      return new Misfit(`its schema threw: ${String(cause)}`, {}, { cause })
    }
    if (isPromiseLike(result))
      throw new PartitaError('TASK_FAILED', 'The schema returned a promise where an answer is needed.', {
        hint: 'Read without it, and validate with mapAsync.',
      })
    const { issues } = result
    if (issues === undefined) return result.value
    const [issue, ...others] = issues
    const more = others.length === 0 ? '' : `, and ${others.length} more`
    const path = (issue?.path ?? []).reduce<string>((path, step) => {
      const key = typeof step === 'object' ? step.key : step
      return typeof key === 'number' ? `${path}[${key}]` : fieldPath(path, String(key))
    }, '')
    return new Misfit(`${issue?.message}${more}`, path === '' ? {} : { field: path })
  }
