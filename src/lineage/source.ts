// Where records come from, as data. Cutting a source into partitions is `io`'s work and depends on these values and
// on the input's bytes only, never on cores.

import type { Position } from '../fault.ts'
import type { BadRows } from './bad-row.ts'
import type { ColumnBatch } from './batch.ts'
import type { DataType, Field } from './data-type.ts'
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
/** A record is a whole file: its absolute path, and its text or its bytes. */
export interface FilesSource {
  readonly from: 'files'
  readonly paths: readonly string[]
  /** Files share a partition up to so many bytes. */
  readonly splitBytes: number
  readonly content: 'text' | 'bytes'
  readonly encoding: TextEncoding
  /** A longer file is refused. */
  readonly maxFileBytes: number
}
/** What becomes of rows that do not fit. */
interface Judging {
  readonly onBadRow: BadRows
  /** Called in the task for each row that is left out. */
  readonly rejected?: Fn | undefined
}
/** A record is a line of JSON. */
export interface JsonLinesSource extends Judging {
  readonly from: 'jsonLines'
  readonly paths: readonly string[]
  readonly splitBytes: number
  readonly encoding: TextEncoding
  /** The fields of a row; undefined: whatever the line holds. */
  readonly columns?: readonly TypedField[] | undefined
  /** What a Standard Schema says of a value, instead of columns. */
  readonly validate?: Fn | undefined
}
/** A field of JSON: its type, or the user's function of its text. */
export interface TypedField {
  readonly name: string
  readonly type: DataType | Fn
  readonly nullable: boolean
}
/** A parser of one field: a named type of the schema language, or the user's function of the field's text. */
export interface CsvColumn {
  readonly name: string
  readonly type: ColumnType | Fn
  readonly nullable: boolean
}
export type ColumnType = 'string' | 'int32' | 'int64' | 'float64' | 'boolean' | 'date' | 'timestamp'
export interface CsvSource extends Judging {
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

/** Rows that are made outside the lineage: by a query, of a table in memory. */
export interface BatchesSource {
  readonly from: 'batches'
  readonly rows: OutsideRows
  readonly as: RowForm
}
/** What a record is: a row as a plain object; or a batch of rows, as Arrow's RecordBatch or as a `ColumnsView`. */
export type RowForm = 'rows' | 'arrow' | 'columns'
export interface OutsideRows {
  /**
   * Makes the rows. An engine calls it at the first action that needs them and keeps what came, a partition for each
   * batch (one without rows where there is none), for as long as this object lives: all see the same rows. With
   * `passing` it reads each batch before it asks for the next, whose memory may be the same.
   */
  readonly open: (signal: AbortSignal, passing?: boolean) => Promise<OutsideBatches>
  /** What they are, for `explain`. */
  readonly describe: () => Promise<string>
  /** Files, globs and directories that they are made of. */
  readonly paths: () => readonly string[]
}
export interface OutsideBatches {
  readonly fields: readonly Field[]
  readonly batches: AsyncIterable<ColumnBatch>
}

/** A column of the rows, and the SQL that makes it of the file's columns. */
export interface ParquetColumn {
  readonly name: string
  readonly sql: string
  /** Where it is not, null is refused. */
  readonly nullable: boolean
}
/** Cut between row groups. */
export interface ParquetSource {
  readonly from: 'parquet'
  readonly paths: readonly string[]
  readonly splitBytes: number
  /** Undefined: the columns of the first file, then those that directories named `key=value` give. */
  readonly columns?: readonly ParquetColumn[] | undefined
  /** A condition in SQL: rows for which it does not hold are left out. */
  readonly where?: string | undefined
  /** Says what the rows are, in place of columns and a condition. */
  readonly frame?: FrameRows | undefined
  readonly as: RowForm
}
/** Rows that SQL makes of files, of each of their rows by itself. */
export interface FrameRows {
  /** Looks at the files. Called when they are cut. */
  readonly open: () => Promise<FrameQuery>
  /** What they are, for `explain`. */
  readonly describe: () => Promise<string>
}
export interface FrameQuery {
  readonly files: readonly InputFile[]
  /** Those that may have rows. */
  readonly read: readonly InputFile[]
  /** What the directories above them, named `key=value`, give; undefined for nothing. */
  readonly directories: Directories | undefined
  /** Of the query below. */
  readonly columns: readonly ParquetColumn[]
  /** Over the rows of the files, which it calls `partita_file`. */
  readonly sql: string
  /** Whether rows of the files can be told apart by their numbers. */
  readonly isNumbered: boolean
  readonly faults: readonly QueryFault[]
}
/** A file as it was when it was looked at, by its absolute path; one that changed is not read. */
export interface InputFile {
  readonly file: string
  readonly size: number
  readonly modified: number
}
/** Names of columns, and their types in SQL. */
export type Directories = readonly (readonly [name: string, type: string])[]
/** What an error of a query is to whoever wrote it; what is undefined stays as it is. */
export interface QueryFault {
  /** Of the error's text. */
  readonly pattern: string
  readonly message?: string | undefined
  readonly operator?: string | undefined
  readonly at?: Position | undefined
  readonly hint: string
}

/** The parts of a checkpoint, in order: a partition each. */
export interface CheckpointSource {
  readonly from: 'checkpoint'
  readonly paths: readonly [directory: string]
  /** Where that is known before it is read. */
  readonly numPartitions: number | undefined
}

export type SourceSpec =
  | ItemsSource
  | RangeSource
  | TextSource
  | FilesSource
  | JsonLinesSource
  | CsvSource
  | BatchesSource
  | ParquetSource
  | CheckpointSource

/** Slice i of n holds the elements floor(i·count/n) up to floor((i+1)·count/n), as in Spark. */
export const sliceBounds = (count: number, n: number, i: number): readonly [number, number] => [
  Number((BigInt(i) * BigInt(count)) / BigInt(n)),
  Number((BigInt(i + 1) * BigInt(count)) / BigInt(n)),
]

/** Of a typed column: the user's function, and not a named or nested type. */
export const isParser = (type: DataType | Fn): type is Fn =>
  typeof type === 'function' || (typeof type === 'object' && 'derived' in type)

/** The user's functions that reading calls, in a fixed order: parsers of columns, the validator, what hears of rejects. */
export const fnsOfSource = (from: SourceSpec): readonly Fn[] => {
  if (from.from !== 'csv' && from.from !== 'jsonLines') return []
  const parsers = (from.columns ?? []).map(({ type }) => type).filter(isParser)
  const validators = from.from === 'jsonLines' && from.validate !== undefined ? [from.validate] : []
  return [...parsers, ...validators, ...(from.rejected === undefined ? [] : [from.rejected])]
}
