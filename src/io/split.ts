// io: partitions in and out. How a source is cut into splits (driver), how a split is read (worker), how part files
// are written and committed. A split is plain data; where it begins depends on the input's bytes and the options
// only, never on cores. Nothing here knows a lineage, a plan or an engine. Guarded by laws/io: no line and no record
// is lost or doubled for any split size, and an output is absent or complete.

import type { BadRows } from '../lineage/bad-row.ts'
import type { FilesSource, FrameQuery, InputFile, QueryFault, TextEncoding } from '../lineage/source.ts'

export type { InputFile }

/** Bytes of a file. Of a gzip file positions count inflated bytes, and `end` is beyond any. */
export interface FileRange extends InputFile {
  readonly start: number
  readonly end: number
  readonly gzip: boolean
}
export interface ItemsSplit {
  readonly from: 'items'
  /** Index into the source's slices. */
  readonly slice: number
}
export interface RangeSplit {
  readonly from: 'range'
  readonly start: number
  readonly step: number
  readonly count: number
}
/** One batch of what was made outside the lineage. */
export interface BatchSplit {
  readonly from: 'batches'
  /** Index into the source's batches; there may be none. */
  readonly batch: number
}
/** Owns the lines that start in [start, end). */
export interface TextSplit extends FileRange {
  readonly from: 'text'
  readonly encoding: TextEncoding
}
/** Whole files, in order. */
export interface FilesSplit extends Pick<FilesSource, 'content' | 'encoding' | 'maxFileBytes'> {
  readonly from: 'files'
  readonly files: readonly InputFile[]
}
/** Owns the lines that start in [start, end). */
export interface JsonLinesSplit extends FileRange {
  readonly from: 'jsonLines'
  readonly encoding: TextEncoding
  readonly onBadRow: BadRows
}
/** Owns exactly the bytes [start, end): whole records, without header and byte order mark. */
export interface CsvSplit extends FileRange {
  readonly from: 'csv'
  readonly encoding: TextEncoding
  readonly delimiter: string
  readonly quote: string
  readonly nullText: string
  readonly onBadRow: BadRows
  /** Fields in each record. */
  readonly width: number
  /** Of each column of the row, in order: its name, and the index of its field in the record. */
  readonly names: readonly string[]
  readonly fields: readonly number[]
}

/** Owns whole row groups. */
export interface ParquetSplit {
  readonly from: 'parquet'
  /** The first of the source, which says what columns there are, and the one that is read. */
  readonly files: readonly InputFile[]
  /** Of the last file, from `first` up to `end`; undefined where all of all files are read. */
  readonly rows: { readonly first: number; readonly end: number } | undefined
  /** Of these rows in the file. */
  readonly bytes: number
  readonly query: ParquetQuery
}
/** What is made of the rows of Parquet files. */
export interface ParquetQuery extends Pick<FrameQuery, 'directories' | 'columns'> {
  readonly where?: string | undefined
  /** Over the rows of the files, which it calls `partita_file`; undefined: they themselves. */
  readonly sql?: string | undefined
  readonly faults?: readonly QueryFault[] | undefined
}
/** A part of a checkpoint. */
export interface CheckpointSplit {
  readonly from: 'checkpoint'
  readonly file: string
  readonly partition: number
}
/** What a worker reads by itself. */
export type FileSplit = TextSplit | FilesSplit | JsonLinesSplit | CsvSplit | ParquetSplit | CheckpointSplit

export type Split = ItemsSplit | RangeSplit | BatchSplit | FileSplit

/** The size a split of `splitBytes` would have is exceeded by up to a tenth rather than leave a tiny last one. */
const SLOP = 0.1

/** Where the splits of a file begin, first to last; an empty file has one split. */
export const splitStarts = (size: number, splitBytes: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.ceil(size / splitBytes - SLOP)) }, (_, i) => i * splitBytes)

/** Inflated bytes cannot be counted beforehand, nor entered in the middle: a gzip file is one split. */
export const wholeFile = (input: InputFile): FileRange => {
  const gzip = /\.gz$/i.test(input.file)
  return { ...input, start: 0, end: gzip ? Number.MAX_SAFE_INTEGER : input.size, gzip }
}

export const rangesFrom = (whole: FileRange, starts: readonly number[]): readonly FileRange[] =>
  starts.map((start, i) => ({ ...whole, start, end: starts[i + 1] ?? whole.end }))
