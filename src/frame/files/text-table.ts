// Files of text as a table: the database cuts them into texts, and these become values as strictly as on the RDD side.

import { quoteName, quoteText } from '../../io/duckdb/sql-type.ts'
import type { Field } from '../../lineage/data-type.ts'
import { failure } from '../../rdd/call.ts'
import { showType } from '../check/typed.ts'
import type { Files } from '../plan/plan.ts'
import type { BadRows } from '../plan/reading.ts'
import { parsed } from './strict.ts'

/** One column of the result. */
export interface Cell {
  readonly field: Field
  /** The text, in SQL over the cut file. */
  readonly text: string
  /** True where there is no value. */
  readonly missing: string
  /** Of a text that is there; null where it is none of the type. */
  readonly value: string
  /** Any text is a value, and null may be where null is. */
  readonly always: boolean
}

/** Files that are cut the same way. */
export interface Part {
  readonly files: readonly string[]
  readonly cells: readonly Cell[]
  /** What cuts them; some of them, or in another way. */
  readonly from: (files: readonly string[], options?: string) => string
}

/** Marks an error as ours: which row it was is looked up then. */
export const BAD_ROW = 'a row that does not fit'

export const cell = (node: Files, field: Field, text: string, missing: string): Cell => {
  const { name, type, nullable } = field
  const value = parsed(type, text)
  if (value === undefined)
    throw failure(node, 'PLAN', `cannot read a column of ${showType(type)} from text: ${name}.`, {
      hint: 'Parquet has all types; JSON has lists, structs and maps.',
    })
  return { field, text, missing, value, always: type === 'string' && (nullable || missing === 'false') }
}

/** `otherwise` stands for a value that does not fit. */
export const valueSql = ({ field, missing, value }: Cell, otherwise?: string): string => {
  const own = otherwise === undefined ? value : `coalesce(${value}, ${otherwise})`
  return field.nullable ? `CASE WHEN ${missing} THEN NULL ELSE ${own} END` : own
}

/** Whether what is there fits: true or false, never null. */
export const fitsSql = ({ field, missing, value }: Cell): string =>
  field.nullable ? `(${missing} OR ${value} IS NOT NULL)` : `(${value} IS NOT NULL)`

/** The rows; those that do not fit are an error or are left out. */
export const rowsSql = (parts: readonly Part[], onBadRow: BadRows): string =>
  `(${parts.map(part => partSql(part, onBadRow)).join(' UNION ALL ')})`

const partSql = ({ files, cells, from }: Part, onBadRow: BadRows): string => {
  const drop = onBadRow !== 'fail'
  const items = cells.map(cell => {
    const { field, text, always } = cell
    const refused = `error(concat(${quoteText(`${BAD_ROW}: ${field.name}: `)}, ${text}))`
    return `${valueSql(cell, drop || always ? undefined : refused)} AS ${quoteName(field.name)}`
  })
  const where = drop ? ` WHERE ${cells.map(read).join(' AND ')}` : ''
  return `SELECT ${items.join(', ')} FROM ${from(files)}${where}`
}

/** Reads the text in any case: a bad one is bad whether somebody wants it or not. */
const read = (cell: Cell): string => (cell.always ? `coalesce(strlen(${cell.text}), 0) >= 0` : fitsSql(cell))
