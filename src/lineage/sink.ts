// Where saved records go, as data: the mirror of a source. How they become bytes is `io`'s work.

import type { Field } from './data-type.ts'
import type { ColumnType } from './source.ts'

export type Compression = 'gzip'

interface Written {
  readonly compression?: Compression | undefined
}
/** A record is a string: a line, ended by '\n'. */
export interface TextSink extends Written {
  readonly to: 'text'
}
/** A record is a plain object or an array. */
export interface CsvSink extends Written {
  readonly to: 'csv'
  /** Undefined: each part's first record says which. */
  readonly columns?: readonly SinkColumn[] | undefined
  readonly header: boolean
  readonly delimiter: string
  readonly quote: string
  readonly nullText: string
  /** Text that a spreadsheet would run as a formula gets a ' in front. */
  readonly escapeFormulas: boolean
}
export interface SinkColumn {
  readonly name: string
  /** Undefined: whatever CSV can hold. */
  readonly type?: ColumnType | undefined
  readonly nullable: boolean
}
/** A record is whatever JSON can hold. */
export interface JsonLinesSink extends Written {
  readonly to: 'jsonLines'
}

/** A record is a plain object of these fields. */
export interface ParquetSink {
  readonly to: 'parquet'
  readonly fields: readonly Field[]
}

/** Any record: the parts of a checkpoint. */
export interface BlocksSink {
  readonly to: 'blocks'
}

export type SinkSpec = TextSink | CsvSink | JsonLinesSink | ParquetSink | BlocksSink
