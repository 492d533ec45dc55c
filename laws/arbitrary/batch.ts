// Relational schemas, rows of them, and the batch that such rows are: written one value after the other, with no help
// from the rooms that the laws are about.

import fc from 'fast-check'
import type { ColumnBatch, Vector } from '../../src/lineage/batch.ts'
import type { DataType, Field, FieldType } from '../../src/lineage/data-type.ts'

export interface Table {
  readonly fields: readonly Field[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

const name = fc.constantFrom('a', 'b', 'Total', 'odd name', '__proto__', 'constructor', 'é')

const scalar = fc.constantFrom<DataType>(
  ...(['boolean', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const),
  ...(['float32', 'float64', 'string', 'binary', 'date', 'timestamp'] as const),
  { decimal: { precision: 9, scale: 2 } },
  { decimal: { precision: 18, scale: 0 } },
  { decimal: { precision: 38, scale: 38 } },
)

const { type } = fc.letrec<{ type: DataType; field: FieldType; struct: readonly Field[] }>(tie => ({
  type: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { arbitrary: scalar, weight: 4 },
    tie('field').map(list => ({ list })),
    tie('struct').map(struct => ({ struct })),
    fc
      .tuple(fc.constantFrom<DataType>('string', 'int32', 'boolean'), tie('field'))
      .map(([key, value]) => ({ map: { key: { type: key, nullable: false }, value } })),
  ),
  field: fc.record({ type: tie('type'), nullable: fc.boolean() }),
  struct: fc.uniqueArray(fc.record({ name, type: tie('type'), nullable: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ name }) => name.toLowerCase(),
  }),
}))

export const fieldsArbitrary: fc.Arbitrary<readonly Field[]> = fc.uniqueArray(
  fc.record({ name, type, nullable: fc.boolean() }),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name.toLowerCase() },
)

const DAY = 86_400_000
const int = (bits: number, signed: boolean) =>
  fc.integer({ min: signed ? -(2 ** (bits - 1)) : 0, max: 2 ** (signed ? bits - 1 : bits) - 1 })

const SCALARS: Readonly<Record<Extract<DataType, string>, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  int8: int(8, true),
  int16: int(16, true),
  int32: int(32, true),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint8: int(8, false),
  uint16: int(16, false),
  uint32: int(32, false),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  string: fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constant('x'.repeat(40)),
  ),
  binary: fc.uint8Array({ maxLength: 20 }),
  date: fc.integer({ min: -100_000, max: 100_000 }).map(days => new Date(days * DAY)),
  timestamp: fc
    .integer({ min: -62_135_596_800_000, max: 250_000_000_000_000 })
    .map(millis => new Date(millis)),
}

const decimalOf = (unscaled: bigint, scale: number): string => {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${unscaled < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

const fieldValue = ({ type, nullable }: FieldType): fc.Arbitrary<unknown> => {
  const value = plainValue(type)
  return nullable ? fc.option(value, { freq: 4 }) : value
}

const plainValue = (type: DataType): fc.Arbitrary<unknown> => {
  if (typeof type === 'string') return SCALARS[type]
  if ('decimal' in type) {
    const { precision, scale } = type.decimal
    const most = 10n ** BigInt(precision) - 1n
    return fc.bigInt({ min: -most, max: most }).map(unscaled => decimalOf(unscaled, scale))
  }
  if ('list' in type) return fc.array(fieldValue(type.list), { maxLength: 3 })
  if ('struct' in type) return rowOf(type.struct)
  return fc
    .uniqueArray(fc.tuple(fieldValue(type.map.key), fieldValue(type.map.value)), {
      maxLength: 3,
      selector: ([key]) => key,
    })
    .map(entries => new Map(entries))
}

export const rowOf = (fields: readonly Field[]): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc.tuple(...fields.map(fieldValue)).map(values => objectOf(fields, values))

const objectOf = (fields: readonly Field[], values: readonly unknown[]): Record<string, unknown> => {
  const made = {}
  for (const [i, { name }] of fields.entries())
    Object.defineProperty(made, name, {
      value: values[i],
      enumerable: true,
      writable: true,
      configurable: true,
    })
  return made
}

export const table = (maxRows = 12): fc.Arbitrary<Table> =>
  fieldsArbitrary.chain(fields =>
    fc.array(rowOf(fields), { maxLength: maxRows }).map(rows => ({ fields, rows })),
  )

/** The batch that rows are. */
export const batchOf = ({ fields, rows }: Table): ColumnBatch => ({
  length: rows.length,
  columns: fields.map(({ name, type }) =>
    vectorOf(
      type,
      rows.map(row => own(row, name)),
    ),
  ),
})

const own = (row: unknown, name: string): unknown =>
  row === null || row === undefined ? null : Object.getOwnPropertyDescriptor(row, name)?.value

const vectorOf = (type: DataType, values: readonly unknown[]): Vector => {
  const { length } = values
  const validity = values.every(value => value !== null)
    ? undefined
    : Uint8Array.from({ length: Math.ceil(length / 8) }, (_, byte) =>
        Array.from({ length: 8 }, (_, bit) => (values[byte * 8 + bit] ?? null) !== null).reduce(
          (bits, set, bit) => bits | (set ? 1 << bit : 0),
          0,
        ),
      )
  if (typeof type === 'object') {
    if ('decimal' in type) return { length, validity, values: decimals(values, type.decimal.precision) }
    if ('struct' in type)
      return {
        length,
        validity,
        children: type.struct.map(({ name, type }) =>
          vectorOf(
            type,
            values.map(value => own(value, name)),
          ),
        ),
      }
    const lists = values.map(value => (value === null ? [] : [...(value as Iterable<unknown>)]))
    const offsets = offsetsOf(lists.map(list => list.length))
    if ('list' in type)
      return { length, validity, offsets, children: [vectorOf(type.list.type, lists.flat(1))] }
    const entries = lists.flat(1) as (readonly [unknown, unknown])[]
    const { key, value } = type.map
    const children = [
      vectorOf(
        key.type,
        entries.map(([k]) => k),
      ),
      vectorOf(
        value.type,
        entries.map(([, v]) => v),
      ),
    ]
    return { length, validity, offsets, children }
  }
  switch (type) {
    case 'string':
    case 'binary': {
      const bytes = values.map(value =>
        value === null
          ? Buffer.alloc(0)
          : typeof value === 'string'
            ? Buffer.from(value)
            : Buffer.from(value as Uint8Array),
      )
      const offsets = offsetsOf(bytes.map(({ length }) => length))
      return { length, validity, offsets, values: new Uint8Array(Buffer.concat(bytes)) }
    }
    case 'boolean':
      return { length, validity, values: Uint8Array.from(values, value => (value === true ? 1 : 0)) }
    case 'date':
      return {
        length,
        validity,
        values: Int32Array.from(values, value => (value === null ? 0 : (value as Date).getTime() / DAY)),
      }
    case 'timestamp':
      return {
        length,
        validity,
        values: BigInt64Array.from(values, value =>
          value === null ? 0n : BigInt((value as Date).getTime()) * 1000n,
        ),
      }
    case 'int64':
      return { length, validity, values: BigInt64Array.from(values, value => (value ?? 0n) as bigint) }
    case 'uint64':
      return { length, validity, values: BigUint64Array.from(values, value => (value ?? 0n) as bigint) }
    default:
      return { length, validity, values: new ARRAYS[type](values.map(value => (value ?? 0) as number)) }
  }
}

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
}

const offsetsOf = (lengths: readonly number[]): Int32Array => {
  const offsets = new Int32Array(lengths.length + 1)
  for (const [i, length] of lengths.entries()) offsets[i + 1] = offsets[i]! + length
  return offsets
}

const decimals = (values: readonly unknown[], precision: number): BigInt64Array | BigUint64Array => {
  const unscaled = values.map(value => (value === null ? 0n : BigInt((value as string).replace('.', ''))))
  if (precision <= 18) return BigInt64Array.from(unscaled)
  return BigUint64Array.from(unscaled.flatMap(x => [BigInt.asUintN(64, x), BigInt.asUintN(64, x >> 64n)]))
}
