// What `frame.write` takes.

import type { Running } from '../rdd/shape.ts'

export type SaveMode = 'errorIfExists' | 'overwrite' | 'append' | 'ignore'

/** Options of every write. */
export interface WriteOptions<N extends string = string> extends Running {
  /**
   * What becomes of files that are there: an error (default), replaced in one step when all is written, added to, or left
   * with nothing written. Replaced is only what a save wrote, and nothing that the frame reads.
   */
  readonly mode?: SaveMode | undefined
  /** Columns whose values name directories, `zone=1/`, in place of being in the files. */
  readonly partitionBy?: N | readonly N[] | undefined
  /** Files of about so many bytes, among which the order of rows is lost; default one file. Not with partitionBy. */
  readonly targetFileBytes?: number | undefined
}
export interface WriteParquet<N extends string = string> extends WriteOptions<N> {
  /** Default snappy. */
  readonly compression?: 'snappy' | 'zstd' | 'gzip' | 'none' | undefined
  /** Rows of a row group, the least that is read or skipped; default 122,880. */
  readonly rowGroupRows?: number | undefined
}
export interface WriteText<N extends string = string> extends WriteOptions<N> {
  /** Default none; `.gz` is read back as it is. */
  readonly compression?: 'gzip' | 'none' | undefined
}
export interface WriteCsv<N extends string = string> extends WriteText<N> {
  /** Each file begins with a line of names. Default true. */
  readonly header?: boolean | undefined
  /** One character; default `,`. */
  readonly delimiter?: string | undefined
  /** One character; default `"`. */
  readonly quote?: string | undefined
  /** The text that stands for null; default the empty text. Text that happens to be the same is quoted. */
  readonly nullText?: string | undefined
}

/** Writes the rows to a directory: it is there with all files and `_SUCCESS`, or it is not. Code OUTPUT where it cannot be. */
export interface DataFrameWriter<N extends string = string> {
  /** @example await trips.write.parquet('trips', { partitionBy: 'zone', mode: 'overwrite' }) */
  parquet(path: string, options?: WriteParquet<N>): Promise<void>
  /** Numbers, text, booleans and times; other types are refused with code PLAN. */
  csv(path: string, options?: WriteCsv<N>): Promise<void>
  /** An object a line; decimals as text, bytes in base 64. */
  json(path: string, options?: WriteText<N>): Promise<void>
}
