// A row of a file that does not fit, as data: records may be made of it.

/** What becomes of such a row: the action fails, it is left out, or it stands in its place. */
export type BadRows = 'fail' | 'drop' | 'keep'

export interface BadRow {
  readonly file: string
  /** The line of the file that it begins in, from 1. */
  readonly line: number
  /** Where in that line it stops being what it should be, from 1, in UTF-16 units; of JSON. */
  readonly column?: number
  /** The column, or the path, of the value that does not fit. */
  readonly field?: string
  readonly problem: string
  /** All of it; bytes that are not UTF-8 as U+FFFD. */
  readonly text: string
}

/** A row that fits, or one that does not. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: BadRow }
