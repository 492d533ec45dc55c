// Schemas of any depth, rows that fit them, and what it means that a value came back as it was.

import fc from 'fast-check'
import type { DataType, Field, FieldType, ScalarType } from '../../src/lineage/data-type.ts'

export const SCALARS: readonly ScalarType[] = [
  'boolean',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'string',
  'binary',
  'date',
  'timestamp',
]

const decimal = fc
  .integer({ min: 1, max: 38 })
  .chain(precision =>
    fc.integer({ min: 0, max: precision }).map(scale => ({ decimal: { precision, scale } })),
  )

/** Some that a program would write, some that are none of its business. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 4 }),
  fc.constantFrom('__proto__', 'constructor', 'a"b', 'é', 'select', 'a.b', ' ', 'x'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
)

/** SQL does not tell cases apart, and knows no name that ends a C string. */
const names = (n: { readonly minLength: number; readonly maxLength: number }) =>
  fc.uniqueArray(
    name.filter(text => !text.includes('\0')),
    { ...n, selector: text => text.toLowerCase() },
  )

const { type } = fc.letrec<{ type: DataType; field: FieldType }>(tie => ({
  type: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'type' },
    { arbitrary: fc.constantFrom(...SCALARS), weight: 6 },
    { arbitrary: decimal, weight: 1 },
    { arbitrary: tie('field').map(list => ({ list })), weight: 1 },
    {
      arbitrary: names({ minLength: 1, maxLength: 3 }).chain(names =>
        fc
          .tuple(...names.map(() => tie('field')))
          .map(fields => ({ struct: fields.map((field, i) => ({ name: names[i]!, ...field })) })),
      ),
      weight: 1,
    },
    {
      arbitrary: fc
        .tuple(fc.constantFrom<ScalarType>('string', 'int32', 'int64', 'date', 'boolean'), tie('field'))
        .map(([key, value]) => ({ map: { key: { type: key, nullable: false }, value } })),
      weight: 1,
    },
  ),
  field: fc.record({ type: tie('type'), nullable: fc.boolean() }),
}))

export const fields: fc.Arbitrary<readonly Field[]> = names({ minLength: 1, maxLength: 5 }).chain(names =>
  fc
    .tuple(...names.map(() => fc.record({ type, nullable: fc.boolean() })))
    .map(types => types.map((type, i) => ({ name: names[i]!, ...type }))),
)

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ minLength: 10, maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', 'twelve bytes', 'thirteen byte', 'é', '日本語の文字列です', '🙂', 'a\0b'),
)

const SCALAR_VALUES: Readonly<Record<ScalarType, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32_768, max: 32_767 }),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint8: fc.integer({ min: 0, max: 255 }),
  uint16: fc.integer({ min: 0, max: 65_535 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float32: fc.oneof(fc.float(), fc.constantFrom(Number.NaN, -0, Infinity)),
  float64: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, -Infinity, 2 ** 53)),
  string: text,
  binary: fc.uint8Array({ maxLength: 30 }),
  // Within what both a Date and DuckDB can hold.
  date: fc.integer({ min: -90_000_000, max: 90_000_000 }).map(days => new Date(days * 86_400_000)),
  timestamp: fc.integer({ min: -8_600_000_000_000_000, max: 8_600_000_000_000_000 }).map(ms => new Date(ms)),
}

const fieldValue = ({ type, nullable }: FieldType): fc.Arbitrary<unknown> => {
  const some = someOf(type)
  return nullable ? fc.option(some, { nil: null, freq: 4 }) : some
}

const someOf = (type: DataType): fc.Arbitrary<unknown> => {
  if (typeof type === 'string') return SCALAR_VALUES[type]
  if ('decimal' in type) {
    const { precision, scale } = type.decimal
    const most = 10n ** BigInt(precision) - 1n
    return fc.bigInt({ min: -most, max: most }).map(unscaled => {
      const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
      const whole = digits.slice(0, digits.length - scale)
      return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
    })
  }
  if ('list' in type) return fc.array(fieldValue(type.list), { maxLength: 4 })
  if ('map' in type)
    return fc
      .uniqueArray(fc.tuple(fieldValue(type.map.key), fieldValue(type.map.value)), {
        maxLength: 3,
        selector: ([key]) => (key instanceof Date ? key.getTime() : key),
      })
      .map(entries => new Map(entries))
  return recordOf(type.struct)
}

export const recordOf = (fields: readonly Field[]): fc.Arbitrary<object> =>
  fc.tuple(...fields.map(fieldValue)).map(values => {
    const row = {}
    for (const [i, { name }] of fields.entries())
      Object.defineProperty(row, name, {
        value: values[i],
        writable: true,
        enumerable: true,
        configurable: true,
      })
    return row
  })

export interface Table {
  readonly fields: readonly Field[]
  readonly rows: readonly object[]
}

/** Now and then more rows than DuckDB keeps in a chunk: copies of a few. */
export const table: fc.Arbitrary<Table> = fields.chain(fields =>
  fc
    .tuple(
      fc.array(recordOf(fields), { maxLength: 20 }),
      fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 8 },
        { arbitrary: fc.constantFrom(2047, 2048, 2049, 4097), weight: 1 },
      ),
    )
    .map(([few, length]) => ({
      fields,
      rows:
        length === undefined || few.length === 0
          ? few
          : Array.from({ length }, (_, i) => few[(i * 7) % few.length]!),
    })),
)

/** Bits of numbers too, the order of fields, and no prototypes of bytes: a Buffer is a Uint8Array. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime()
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  if (a instanceof Map)
    return (
      b instanceof Map &&
      sameValue([...a.keys()], [...b.keys()]) &&
      sameValue([...a.values()], [...b.values()])
    )
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => sameValue(value, b[i]))
  const keys = Object.keys(a)
  return (
    !Array.isArray(b) &&
    sameValue(keys, Object.keys(b)) &&
    keys.every(key => sameValue(fieldOf(a, key), fieldOf(b, key)))
  )
}

const fieldOf = (row: object, name: string): unknown => Object.getOwnPropertyDescriptor(row, name)?.value
