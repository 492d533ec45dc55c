// Rows as columns, in Arrow's layout but for booleans (a byte each): plain data, so that an engine may hold it in any
// memory and a batch crosses every border without an object a row.

export interface ColumnBatch {
  /** Rows. */
  readonly length: number
  /** One for each field of the schema that goes with the batch, in its order. */
  readonly columns: readonly Vector[]
}

/**
 * What a vector holds depends on its type:
 *
 * | type | values | offsets | children |
 * | --- | --- | --- | --- |
 * | boolean | Uint8Array, 0 or 1 | | |
 * | numbers | the typed array of that width | | |
 * | date | Int32Array, days | | |
 * | timestamp | BigInt64Array, microseconds | | |
 * | decimal | BigInt64Array, unscaled; from 19 digits BigUint64Array, two little-endian words each | | |
 * | string, binary | Uint8Array, UTF-8 or bytes of all values | length + 1 | |
 * | list | | length + 1 | the elements |
 * | map | | length + 1 | keys, values |
 * | struct | | | one for each field |
 *
 * Arrays are exactly as long as the rows say: offsets begin at 0, never go back, and end where values or children end.
 * What stands in a row without a value is anything, and takes no bytes or elements that matter; in a struct that is
 * null, its fields are null too, or nobody reads them.
 */
export interface Vector {
  readonly length: number
  /** Bit i (the lowest first) is set where row i has a value; undefined where all have one. */
  readonly validity: Uint8Array | undefined
  readonly values?: VectorValues | undefined
  readonly offsets?: Int32Array | undefined
  readonly children?: readonly Vector[] | undefined
}

export type VectorValues =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** A batch as functions of columns see it. It lives within one stage: only what is made of it goes further. */
export interface ColumnsView {
  readonly batch: ColumnBatch
  /** The values of a column, from row to row, as rows would have them. */
  readonly values: (column: number, from: number, to: number) => ArrayLike<unknown>
  /** A column as Arrow's Vector. */
  readonly arrow: (column: number) => Promise<unknown>
}

/** Columns of a batch, and beside them the values of columns that were computed. */
export interface ExtendedBatch {
  readonly batch: ColumnBatch
  readonly added: readonly ArrayLike<unknown>[]
}
