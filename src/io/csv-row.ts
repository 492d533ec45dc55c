// Rows of one shape. The function that makes them is generated once per list of columns: an object literal, whose
// rows share one hidden class and read their fields in place.

import { realise } from '../lineage/fn.ts'
import type { CsvColumn } from '../lineage/source.ts'
import { FIELD_PARSERS, type FieldParser } from './csv-field.ts'

export interface RowMaker {
  readonly make: (fields: readonly string[]) => unknown
  /** Why `make` threw for these fields. */
  readonly explain: (fields: readonly string[]) => BadField
}
export interface BadField {
  readonly column: string
  readonly problem: string
  readonly cause?: unknown
}

/** In place of a null's text that was quoted in a column of text: text, not null. Half a character, which no file holds. */
export const QUOTED_NULL = '\ud800'

/** The fields of a record that `QUOTED_NULL` may stand in. */
export const nullableTexts = (
  columns: readonly CsvColumn[],
  fields: readonly number[],
): ReadonlySet<number> =>
  new Set(fields.filter((_, i) => columns[i]!.nullable && columns[i]!.type === 'string'))

/** Thrown by `make` without a word; `explain` finds the words. */
class Refused extends Error {}

let made = 0

export interface RowShape {
  readonly columns: readonly CsvColumn[]
  /** Of each column, the index of its field in the record. */
  readonly fields: readonly number[]
  readonly nullText: string
  /** The columns that somebody reads; the others are checked like them, so that a bad field is an error all the same. */
  readonly read?: readonly string[] | undefined
}

export const rowMaker = ({ columns, fields, nullText, read }: RowShape): RowMaker => {
  const parsers = columns.map(column => parserOf(column, nullText))
  const wanted = read && new Set(read)
  const isRead = columns.map(({ name }) => wanted?.has(name) ?? true)
  return {
    make:
      columns.length > WIDEST ? wide(columns, fields, parsers) : generated(columns, fields, parsers, isRead),
    explain: record => {
      for (const [i, column] of columns.entries()) {
        const field = record[fields[i]!]!
        try {
          parsers[i]?.(field)
        } catch (cause) {
          return { column: column.name, ...problemOf(column, field, cause) }
        }
      }
      return { column: '', problem: 'it was refused once and then accepted' }
    },
  }
}

type Make = RowMaker['make']
type Parsers = readonly (FieldParser | undefined)[]

/** A wider literal takes V8 seconds to compile, and its rows have no hidden class anyway. */
const WIDEST = 1000

const wide =
  (columns: readonly CsvColumn[], fields: readonly number[], parsers: Parsers): Make =>
  record =>
    Object.fromEntries(
      columns.map(({ name }, i) => {
        const field = record[fields[i]!]!
        return [name, parsers[i] === undefined ? field : parsers[i](field)]
      }),
    )

const generated = (
  columns: readonly CsvColumn[],
  fields: readonly number[],
  parsers: Parsers,
  isRead: readonly boolean[],
): Make => {
  const checks: string[] = []
  const properties: string[] = []
  // In the order of the columns, so that of several bad fields it is always the same that is told.
  for (const [i, { name }] of columns.entries()) {
    const field = `fields[${fields[i]}]`
    if (parsers[i] !== undefined) checks.push(`const v${i} = parse${i}(${field})`)
    // Brackets make `__proto__` an ordinary property; elsewhere they would only cost time.
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
    if (isRead[i]) properties.push(`${key}: ${parsers[i] === undefined ? field : `v${i}`}`)
  }
  const constants = parsers.flatMap((parser, i) => (parser ? [`const parse${i} = parsers[${i}]`] : []))
  // A text of its own: V8 shares what it learns of a function's types among functions of equal text.
  const text = `${constants.join('\n')}
return fields => {
  ${checks.join('\n  ')}
  return { ${properties.join(', ')} }
}
//# sourceURL=partita:csv-row-${++made}`
  return new Function('parsers', text)(parsers)
}

/** Undefined where the field is taken as it is. */
const parserOf = (column: CsvColumn, nullText: string): FieldParser | undefined => {
  const { type, nullable } = column
  const parse =
    typeof type === 'string' ? (type === 'string' ? undefined : strict(FIELD_PARSERS[type])) : realise(type)
  if (!nullable) return parse === undefined ? undefined : text => parse(text)
  return parse === undefined
    ? text => (text === nullText ? null : text === QUOTED_NULL ? nullText : text)
    : text => (text === nullText ? null : parse(text))
}

const strict =
  (parse: FieldParser): FieldParser =>
  text => {
    const value = parse(text)
    if (value === undefined) throw new Refused()
    return value
  }

const problemOf = ({ type }: CsvColumn, field: string, cause: unknown): Omit<BadField, 'column'> => {
  if (!(cause instanceof Refused)) return { problem: `its parser threw: ${String(cause)}`, cause }
  return {
    problem:
      field === ''
        ? `it is empty, and the column is ${type}, not ${type}?`
        : `${JSON.stringify(field.slice(0, 80))} is not ${type}`,
  }
}
