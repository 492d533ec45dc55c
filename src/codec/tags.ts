// What a general value starts with. Numbers are part of the format: append, never renumber.

export const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  /** An int32 ≥ 0, and one < 0 as its complement. */
  natural: 4,
  negative: 5,
  number: 6,
  string: 7,
  bigint: 8,
  negativeBigint: 9,
  /** An object of this record that was written before. */
  reference: 10,
  array: 11,
  numbers: 12,
  /** With holes or named fields: the length, then names and values. */
  sparseArray: 13,
  object: 14,
  nullObject: 15,
  date: 16,
  regExp: 17,
  map: 18,
  set: 19,
  buffer: 20,
  view: 21,
  error: 22,
  boxed: 23,
  group: 24,
  recordBatch: 25,
} as const

/** Kinds of views, by index. */
export const VIEWS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
  Buffer,
] as const

/** Kinds of errors, by index. */
export const ERRORS = [
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
] as const

/** By prototype. */
export const VIEW_KINDS = new Map<unknown, number>(VIEWS.map((view, kind) => [view.prototype, kind]))
export const ERROR_KINDS = new Map<unknown, number>(ERRORS.map((error, kind) => [error.prototype, kind]))

/** Objects around a primitive, by prototype: how to take it out. */
export const BOXED = new Map<unknown, () => unknown>([
  [Number.prototype, Number.prototype.valueOf],
  [String.prototype, String.prototype.valueOf],
  [Boolean.prototype, Boolean.prototype.valueOf],
  [BigInt.prototype, BigInt.prototype.valueOf],
])

/** Deeper values are refused, and damage cannot exhaust the stack. */
export const DEEPEST = 1000
