// A schema: names and types of columns as one value, from which the type of a row follows.

import { PartitaError } from '../fault.ts'
import type { ColumnType, CsvColumn } from '../lineage/source.ts'

/** A named type, with `?` if it may be null, or a parser of the field's text. */
export type Column = ColumnType | `${ColumnType}?` | ((text: string) => unknown)
export type Columns = { readonly [name: string]: Column }

export interface Schema<out S extends Columns> {
  readonly columns: S
}

interface Values {
  readonly string: string
  readonly int32: number
  readonly int64: bigint
  readonly float64: number
  readonly boolean: boolean
  readonly date: Date
  readonly timestamp: Date
}

type Value<C> = C extends (text: string) => infer V
  ? V
  : C extends `${infer N extends ColumnType}?`
    ? Values[N] | null
    : C extends ColumnType
      ? Values[C]
      : never

/** The row that a schema describes. */
export type Row<S extends Columns | Schema<Columns>> =
  S extends Schema<infer C> ? RowOf<C> : S extends Columns ? RowOf<S> : never
type RowOf<S extends Columns> = { readonly [N in keyof S]: Value<S[N]> }

const TYPES: { readonly [T in ColumnType]: true } = {
  string: true,
  int32: true,
  int64: true,
  float64: true,
  boolean: true,
  date: true,
  timestamp: true,
}

/**
 * Names and types of columns: `string`, `int32`, `int64` (a bigint), `float64`, `boolean`, `date` and `timestamp`
 * (a Date), each with `?` if it may be null, or a function of the field's text.
 * @throws PartitaError ARGUMENT for an unknown type
 * @example
 * const trip = schema({ zone: 'int32', fare: 'float64', at: 'timestamp?', tags: text => text.split('|') })
 * type Trip = Row<typeof trip>
 */
export const schema = <const S extends Columns>(columns: S): Schema<S> => {
  csvColumns(columns)
  return Object.freeze({ columns: Object.freeze({ ...columns }) })
}

export const isSchema = (x: Columns | Schema<Columns>): x is Schema<Columns> =>
  'columns' in x && typeof x.columns === 'object'

export const csvColumns = (columns: Columns): readonly CsvColumn[] =>
  Object.entries(columns).map(([name, column]) => {
    if (typeof column === 'function') return { name, type: column, nullable: false }
    const nullable = String(column).endsWith('?')
    const type = nullable ? column.slice(0, -1) : column
    if (!isColumnType(type))
      throw new PartitaError('ARGUMENT', `Column ${name} has an unknown type: ${String(column)}.`, {
        hint: `Use one of ${Object.keys(TYPES).join(', ')}, with ? if it may be null, or a function.`,
      })
    return { name, type, nullable }
  })

const isColumnType = (type: string): type is ColumnType => Object.hasOwn(TYPES, type)
