// A schema: names and types of columns as one value, from which the type of a row follows. The same notation types CSV
// rows and DataFrames.

import { PartitaError } from '../fault.ts'
import type { DataType, Field, FieldType, ScalarType } from '../lineage/data-type.ts'
import type { ColumnType, CsvColumn } from '../lineage/source.ts'

export type DecimalName = `decimal(${number},${number})`
/** A type by its name. */
export type TypeName = ScalarType | DecimalName

export interface ListColumn {
  readonly list: TypedColumn
  readonly nullable?: true
}
export interface StructColumn {
  readonly struct: { readonly [name: string]: TypedColumn }
  readonly nullable?: true
}
export interface MapColumn {
  readonly map: { readonly key: TypedColumn; readonly value: TypedColumn }
  readonly nullable?: true
}
/** A named type, with `?` if it may be null, or a nested one. */
export type TypedColumn = TypeName | `${TypeName}?` | ListColumn | StructColumn | MapColumn

/** A type, or a parser of a CSV field's text. */
export type Column = TypedColumn | ((text: string) => unknown)
export type Columns = { readonly [name: string]: Column }
export type TypedColumns = { readonly [name: string]: TypedColumn }

export interface Schema<out S extends Columns> {
  readonly columns: S
}

interface Values {
  readonly string: string
  readonly int8: number
  readonly int16: number
  readonly int32: number
  readonly int64: bigint
  readonly uint8: number
  readonly uint16: number
  readonly uint32: number
  readonly uint64: bigint
  readonly float32: number
  readonly float64: number
  readonly boolean: boolean
  readonly binary: Uint8Array
  readonly date: Date
  readonly timestamp: Date
}

type Named<N> = N extends ScalarType ? Values[N] : N extends DecimalName ? string : never

type Nested<C> = C extends { readonly list: infer E }
  ? readonly Value<E>[]
  : C extends { readonly struct: infer F }
    ? { readonly [N in keyof F]: Value<F[N]> }
    : C extends { readonly map: { readonly key: infer K; readonly value: infer V } }
      ? ReadonlyMap<Value<K>, Value<V>>
      : never

/** The value of one column in a row. */
export type Value<C> = 0 extends 1 & C
  ? C
  : C extends (text: string) => infer V
    ? V
    : C extends `${infer N}?`
      ? Named<N> | null
      : C extends string
        ? Named<C>
        : C extends { readonly nullable: true }
          ? Nested<C> | null
          : Nested<C>

/** The row that a schema describes. */
export type Row<S extends Columns | Schema<Columns>> = 0 extends 1 & S
  ? S
  : S extends Schema<infer C>
    ? RowOf<C>
    : S extends Columns
      ? RowOf<S>
      : never
type RowOf<S extends Columns> = { readonly [N in keyof S]: Value<S[N]> }

/** The scalar types, and which of them a field of CSV text is parsed as. */
const TYPES: { readonly [T in ScalarType]: T extends ColumnType ? 'text' : 'columnar' } = {
  string: 'text',
  int32: 'text',
  int64: 'text',
  float64: 'text',
  boolean: 'text',
  date: 'text',
  timestamp: 'text',
  int8: 'columnar',
  int16: 'columnar',
  uint8: 'columnar',
  uint16: 'columnar',
  uint32: 'columnar',
  uint64: 'columnar',
  float32: 'columnar',
  binary: 'columnar',
}

/**
 * Names and types of columns: `string`, `int32`, `int64` (a bigint), `float64`, `boolean`, `date` and `timestamp`
 * (a Date), each with `?` if it may be null, or a function of the field's text. DataFrames also know `int8`, `int16`,
 * `uint8` to `uint64`, `float32`, `binary`, `decimal(p,s)` (exact, a string), `{ list }`, `{ struct }` and `{ map }`.
 * @throws PartitaError ARGUMENT for an unknown type
 * @example
 * const trip = schema({ zone: 'int32', fare: 'float64', at: 'timestamp?', tags: text => text.split('|') })
 * type Trip = Row<typeof trip>
 */
export const schema = <const S extends Columns>(columns: S): Schema<S> => {
  for (const [name, column] of Object.entries(columns))
    if (typeof column !== 'function') fieldType(name, column)
  const made = Object.freeze({ columns: Object.freeze({ ...columns }) })
  MADE.add(made)
  return made
}

/** Only these are schemas: an object with a field named columns may be columns. */
const MADE = new WeakSet<object>()

export const isSchema = (x: Columns | Schema<Columns>): x is Schema<Columns> => MADE.has(x)

/** The columns as parsers of text. */
export const csvColumns = (columns: Columns): readonly CsvColumn[] =>
  Object.entries(columns).map(([name, column]) => {
    if (typeof column === 'function') return { name, type: column, nullable: false }
    const { type, nullable } = fieldType(name, column)
    if (typeof type === 'string' && isTextType(type)) return { name, type, nullable }
    throw unknownType(
      name,
      column,
      Object.keys(TYPES).filter(type => isTextType(type as ScalarType)),
    )
  })

const isTextType = (type: ScalarType): type is ColumnType => TYPES[type] === 'text'

/**
 * The columns as fields of relational rows.
 * @throws PartitaError ARGUMENT for a parser, or an unknown type
 */
export const fieldsOf = (columns: Columns | Schema<Columns>): readonly Field[] =>
  Object.entries(isSchema(columns) ? columns.columns : columns).map(([name, column]) => ({
    name,
    ...fieldType(name, column),
  }))

const DECIMAL = /^decimal\((\d+),\s*(\d+)\)$/

/** `name` is for the message. */
export const fieldType = (name: string, column: unknown): FieldType => {
  const nested = (type: DataType): FieldType => ({
    type,
    nullable: (column as { readonly nullable?: unknown }).nullable === true,
  })
  if (typeof column === 'string') {
    const nullable = column.endsWith('?')
    const type = nullable ? column.slice(0, -1) : column
    if (Object.hasOwn(TYPES, type)) return { type: type as ScalarType, nullable }
    const [, precision, scale] = (DECIMAL.exec(type) ?? []).map(Number)
    if (
      precision !== undefined &&
      scale !== undefined &&
      precision >= 1 &&
      precision <= 38 &&
      scale <= precision
    )
      return { type: { decimal: { precision, scale } }, nullable }
  } else if (typeof column === 'object' && column !== null) {
    if ('list' in column) return nested({ list: fieldType(`${name}[]`, column.list) })
    if ('struct' in column && typeof column.struct === 'object' && column.struct !== null)
      return nested({
        struct: Object.entries(column.struct).map(([field, type]) => ({
          name: field,
          ...fieldType(`${name}.${field}`, type),
        })),
      })
    if ('map' in column && typeof column.map === 'object' && column.map !== null) {
      const { key, value } = column.map as { readonly key?: unknown; readonly value?: unknown }
      return nested({ map: { key: fieldType(`${name} key`, key), value: fieldType(`${name} value`, value) } })
    }
  }
  throw unknownType(name, column, [...Object.keys(TYPES), 'decimal(p,s)'])
}

const unknownType = (name: string, column: unknown, known: readonly string[]): PartitaError =>
  new PartitaError('ARGUMENT', `Column ${name} has an unknown type: ${named(column)}.`, {
    hint: `Use one of ${known.join(', ')}, with ? if it may be null, or a function.`,
  })

const named = (column: unknown): string =>
  typeof column === 'object' && column !== null
    ? Object.keys(column).join(', ')
    : typeof column === 'function'
      ? 'a function'
      : String(column)
