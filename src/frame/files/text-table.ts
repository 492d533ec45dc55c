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
  readonly value: string
  /** Whether it is a value of its type: true or false, never null. Undefined: always. */
  readonly ok: string | undefined
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

/** `missing` is true in SQL where there is no value. */
export const cell = (node: Files, field: Field, text: string, missing: string): Cell => {
  const { name, type, nullable } = field
  const known = parsed(type, text)
  if (known === undefined)
    throw failure(node, 'PLAN', `cannot read a column of ${showType(type)} from text: ${name}.`, {
      hint: 'Parquet has all types; JSON has lists, structs and maps.',
    })
  const ok = known.ok ?? 'true'
  return {
    field,
    text,
    value: nullable ? `CASE WHEN ${missing} THEN NULL ELSE ${known.value} END` : known.value,
    ok:
      nullable && known.ok === undefined ? undefined : `CASE WHEN ${missing} THEN ${nullable} ELSE ${ok} END`,
  }
}

/** The rows; those that do not fit are an error or are left out. */
export const rowsSql = (parts: readonly Part[], onBadRow: BadRows): string =>
  `(${parts.map(part => partSql(part, onBadRow)).join(' UNION ALL ')})`

const partSql = ({ files, cells, from }: Part, onBadRow: BadRows): string => {
  const drop = onBadRow !== 'fail'
  const items = cells.map(({ field, value, ok, text }) => {
    const checked =
      drop || ok === undefined
        ? value
        : `CASE WHEN ${ok} THEN ${value} ELSE error(concat(${quoteText(`${BAD_ROW}: ${field.name}: `)}, ${text})) END`
    return `${checked} AS ${quoteName(field.name)}`
  })
  const where = drop ? ` WHERE ${cells.map(fits).join(' AND ')}` : ''
  return `SELECT ${items.join(', ')} FROM ${from(files)}${where}`
}

/** Reads the text in any case: a bad one is bad whether somebody wants it or not. */
const fits = ({ ok, text }: Cell): string => ok ?? `coalesce(strlen(${text}), 0) >= 0`
