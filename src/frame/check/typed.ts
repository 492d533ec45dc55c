// What is known of an expression's values before it runs: a type, whether it may be null, and, of a literal, the value.

import {
  type DataType,
  type DecimalType,
  type Field,
  type ScalarType,
  showType as showKnownType,
} from '../../lineage/data-type.ts'

export interface Typed {
  /** Undefined where it is not known: such a type fits everywhere, and the database has the last word. */
  readonly type: DataType | undefined
  readonly nullable: boolean
  readonly literal?: { readonly value: unknown } | undefined
}

export const UNKNOWN: Typed = Object.freeze({ type: undefined, nullable: true })

const INTEGERS: readonly DataType[] = [
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
]

export const isInteger = (type: DataType): boolean => INTEGERS.includes(type)
export const isReal = (type: DataType): boolean => type === 'float32' || type === 'float64'
export const isDecimal = (type: DataType): type is DecimalType =>
  typeof type === 'object' && 'decimal' in type
export const isNumeric = (type: DataType): boolean => isInteger(type) || isReal(type) || isDecimal(type)
export const isTemporal = (type: DataType): boolean => type === 'date' || type === 'timestamp'

export const typeOfLiteral = (value: unknown): DataType | undefined => {
  switch (typeof value) {
    case 'boolean':
      return 'boolean'
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? Math.abs(value) < 2 ** 31
          ? 'int32'
          : 'int64'
        : 'float64'
    case 'bigint':
      return value < 2n ** 63n ? 'int64' : 'uint64'
    case 'string':
      return 'string'
    default:
      return value instanceof Date ? 'timestamp' : value instanceof Uint8Array ? 'binary' : undefined
  }
}

/** As `schema` writes it. */
export const showType = (type: DataType | undefined): string =>
  type === undefined ? 'of a type not known' : showKnownType(type)

const WIDTHS: Partial<Record<ScalarType, readonly [signed: boolean, bits: number]>> = {
  int8: [true, 8],
  int16: [true, 16],
  int32: [true, 32],
  int64: [true, 64],
  uint8: [false, 8],
  uint16: [false, 16],
  uint32: [false, 32],
  uint64: [false, 64],
}

/** A signed type holds an unsigned one of half its width; nothing holds uint64 and a signed type, so int64 it is. */
const widerInteger = (a: ScalarType, b: ScalarType): DataType => {
  const [x, y] = [WIDTHS[a]!, WIDTHS[b]!]
  if (x[0] === y[0]) return x[1] >= y[1] ? a : b
  const [signed, unsigned] = x[0] ? [x[1], y[1]] : [y[1], x[1]]
  return `int${Math.min(64, Math.max(signed, unsigned * 2))}` as ScalarType
}

/** The type of arithmetic: a signed type has room for a narrower unsigned one, else it is int64. */
export const sumOfIntegers = (a: ScalarType, b: ScalarType): DataType => {
  const [x, y] = [WIDTHS[a]!, WIDTHS[b]!]
  if (x[0] === y[0]) return x[1] >= y[1] ? a : b
  const [[name, signed], unsigned] = x[0] ? [[a, x[1]] as const, y[1]] : [[b, y[1]] as const, x[1]]
  return signed > unsigned ? name : 'int64'
}

/** The number of digits that every value of an integer type fits in. */
const DIGITS: Partial<Record<ScalarType, number>> = {
  int8: 3,
  uint8: 3,
  int16: 5,
  uint16: 5,
  int32: 10,
  uint32: 10,
  int64: 19,
  uint64: 20,
}

export const asDecimal = (
  type: DataType,
): { readonly precision: number; readonly scale: number } | undefined =>
  isDecimal(type)
    ? type.decimal
    : typeof type === 'string' && DIGITS[type] !== undefined
      ? { precision: DIGITS[type], scale: 0 }
      : undefined

export const decimal = (precision: number, scale: number): DataType => ({
  decimal: { precision: Math.min(38, precision), scale },
})

/** The type that holds values of both; undefined where there is none. */
export const commonType = (a: DataType, b: DataType): DataType | undefined => {
  if (sameType(a, b)) return a
  if (isNumeric(a) && isNumeric(b)) {
    if (isReal(a) || isReal(b)) {
      if (a === 'float64' || b === 'float64') return 'float64'
      return 'float32'
    }
    if (isInteger(a) && isInteger(b)) return widerInteger(a as ScalarType, b as ScalarType)
    const [x, y] = [asDecimal(a)!, asDecimal(b)!]
    const scale = Math.max(x.scale, y.scale)
    return decimal(Math.max(x.precision - x.scale, y.precision - y.scale) + scale, scale)
  }
  if (isTemporal(a) && isTemporal(b)) return 'timestamp'
  return undefined
}

/** Equal but for the nullability of their parts. */
export const sameType = (a: DataType, b: DataType): boolean => {
  if (typeof a === 'string' || typeof b === 'string') return a === b
  if ('decimal' in a)
    return (
      'decimal' in b && a.decimal.precision === b.decimal.precision && a.decimal.scale === b.decimal.scale
    )
  if ('list' in a) return 'list' in b && sameType(a.list.type, b.list.type)
  if ('map' in a)
    return (
      'map' in b && sameType(a.map.key.type, b.map.key.type) && sameType(a.map.value.type, b.map.value.type)
    )
  return 'struct' in b && sameFields(a.struct, b.struct)
}

const sameFields = (a: readonly Field[], b: readonly Field[]): boolean =>
  a.length === b.length && a.every(({ name, type }, i) => name === b[i]!.name && sameType(type, b[i]!.type))
