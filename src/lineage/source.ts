// Where records come from, as data. Cutting a source into partitions is `io`'s work and depends on these values and
// on the input's bytes only, never on cores.

import type { Fn } from './fn.ts'

export interface ItemsSource {
  readonly from: 'items'
  readonly slices: readonly (readonly unknown[])[]
}
/** The numbers start, start + step, … (`count` of them), cut into `numPartitions` by the slicing rule. */
export interface RangeSource {
  readonly from: 'range'
  readonly start: number
  readonly step: number
  readonly count: number
  readonly numPartitions: number
}
export type TextEncoding = 'utf-8' | 'latin1'
/** A record is a line, without its end (LF, CRLF or CR). */
export interface TextSource {
  readonly from: 'text'
  /** Files, globs and directories, as the user wrote them. */
  readonly paths: readonly string[]
  readonly splitBytes: number
  readonly encoding: TextEncoding
}
/** A parser of one field: a named type of the schema language, or the user's function of the field's text. */
export interface CsvColumn {
  readonly name: string
  readonly type: ColumnType | Fn
  readonly nullable: boolean
}
export type ColumnType = 'string' | 'int32' | 'int64' | 'float64' | 'boolean' | 'date' | 'timestamp'
export interface CsvSource {
  readonly from: 'csv'
  readonly paths: readonly string[]
  readonly splitBytes: number
  readonly encoding: TextEncoding
  readonly delimiter: string
  readonly quote: string
  readonly header: boolean
  /** Undefined: take names from the header (or _c0, _c1 …) and leave every field a string. */
  readonly columns?: readonly CsvColumn[] | undefined
  /** The text that stands for null in a nullable column. */
  readonly nullText: string
}

export type SourceSpec = ItemsSource | RangeSource | TextSource | CsvSource

/** Slice i of n holds the elements floor(i·count/n) up to floor((i+1)·count/n), as in Spark. */
export const sliceBounds = (count: number, n: number, i: number): readonly [number, number] => [
  Number((BigInt(i) * BigInt(count)) / BigInt(n)),
  Number((BigInt(i + 1) * BigInt(count)) / BigInt(n)),
]
