// Values of every kind that crosses a border, and what it means that one is the same as another.

import fc from 'fast-check'
import { Group } from '../../src/lineage/group.ts'

const primitive = fc.oneof(
  fc.constantFrom(undefined, null, true, false, Number.NaN, -0, 0, Infinity, 2 ** 31, -(2 ** 31), 2 ** 53),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 30, maxLength: 60 }),
  fc.constantFrom('\ud800', 'é', '日本', '\0'),
)

const bytes = fc.uint8Array({ maxLength: 24 })
const leaf = fc.oneof(
  { arbitrary: primitive, weight: 6 },
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(/a\/b/giu, /x/y, /(?<year>\d+)/d).map(r => Object.assign(new RegExp(r), { lastIndex: 3 })),
  bytes,
  bytes.map(b => Buffer.from(b)),
  bytes.map(b => new DataView(b.slice().buffer)),
  bytes.map(b => b.slice().buffer),
  fc.float64Array({ maxLength: 10 }),
  fc.bigInt64Array({ maxLength: 4 }),
  fc.float32Array({ minLength: 4, maxLength: 10 }).map(a => a.subarray(1, 3)),
  fc.constantFrom<unknown>(1, 'text', true, 5n).map(x => Object(x)),
  bytes.map(b => [b, new Uint8Array(b.buffer, 0, b.length >> 1), b.buffer]),
  fc.string().map(s => Object.assign(new RangeError(s, { cause: { s } }), { code: s })),
  fc.string().map(s => new AggregateError([new TypeError(s)], s)),
  fc.constant('one two').map(s => s.match(/(?<first>\w+) two/)),
)

const key = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'length'),
)

const withHoles = (values: unknown[], holes: readonly number[]): unknown[] => {
  for (const hole of holes) delete values[hole]
  return values
}

const withFields = (entries: readonly (readonly [string, unknown])[], bare: boolean): object => {
  const object: object = bare ? Object.create(null) : {}
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  return object
}

export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .tuple(fc.array(tie('value'), { maxLength: 5 }), fc.array(fc.nat(6), { maxLength: 2 }))
      .map(([a, holes]) => withHoles(a, holes)),
    fc
      .tuple(fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }), fc.boolean())
      .map(([e, bare]) => withFields(e, bare)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map(e => new Map(e)),
    fc.array(tie('value'), { maxLength: 4 }).map(e => new Set(e)),
    fc.array(tie('value'), { maxLength: 4 }).map(e => new Group(e)),
    // One object in two places, and one inside itself.
    tie('value').map(shared => [shared, { shared }]),
    tie('value').map(inner => {
      const self: { inner: unknown; self?: unknown; map?: unknown } = { inner }
      self.self = self
      self.map = new Map([[self, self]])
      return self
    }),
  ),
})).value

/** Rows of one shape, more or less: what columns are for. */
const cells = fc.oneof(
  fc.constant(fc.integer()),
  fc.constant(fc.double()),
  fc.constant(fc.string()),
  fc.constant(fc.string({ unit: 'binary' })),
  fc.constant(fc.boolean()),
  fc.constant(fc.option(fc.integer())),
  fc.constant(fc.option(fc.string(), { nil: undefined })),
  fc.constant(fc.constantFrom(0, -0, Number.NaN)),
  fc.constant(primitive),
)
const shape: fc.Arbitrary<fc.Arbitrary<unknown>> = fc.letrec<{ shape: fc.Arbitrary<unknown> }>(tie => ({
  shape: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    cells,
    fc.array(tie('shape'), { minLength: 1, maxLength: 3 }).map(fields => fc.tuple(...fields)),
    fc.uniqueArray(fc.tuple(key, tie('shape')), { selector: ([name]) => name, maxLength: 3 }).map(entries =>
      fc.tuple(...entries.map(([, cell]) => cell)).map(row =>
        withFields(
          entries.map(([name], i) => [name, row[i]]),
          false,
        ),
      ),
    ),
    tie('shape').map(cell => cell.map(shared => [shared, shared])),
  ),
})).shape

const rowsOfOneShape = fc
  .tuple(
    shape.chain(row => fc.array(row, { minLength: 6, maxLength: 40 })),
    fc.boolean(),
  )
  .map(([rows, many]) => (many ? Array.from({ length: 130 }, (_, i) => rows[i % rows.length]) : rows))

export const records: fc.Arbitrary<unknown[]> = fc.oneof(
  fc.array(value, { maxLength: 12 }),
  rowsOfOneShape,
  // A stranger among rows of one shape.
  fc
    .tuple(rowsOfOneShape, value, fc.nat())
    .map(([rows, stranger, at]) => rows.toSpliced(at % (rows.length + 1), 0, stranger)),
  // One that has a field more.
  fc
    .tuple(rowsOfOneShape, value, fc.nat())
    .map(([rows, extra, at]) =>
      rows.map((row, i) =>
        i === at % rows.length && Array.isArray(row)
          ? Object.assign(at % 2 === 0 ? [...row] : withHoles([...row], [0]), { extra })
          : row,
      ),
    ),
)

/** Whether b is what a is: kinds, prototypes, own fields, holes, bits, and the same sharing. */
export const same = (a: unknown, b: unknown, pairs = new Map<unknown, unknown>()): boolean => {
  if (typeof a !== 'object' || a === null) return Object.is(a, b)
  if (typeof b !== 'object' || b === null) return false
  if (pairs.has(a)) return pairs.get(a) === b
  pairs.set(a, b)
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b))
    return same(bytesOf(a), bytesOf(b)) && linked(a.buffer, b.buffer, pairs)
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer)
    return same(bytesOf(new Uint8Array(a)), bytesOf(new Uint8Array(b)))
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime())
  if (a instanceof RegExp) if (`${a}` !== `${b}`) return false
  if (a instanceof Map) if (!same([...a], [...(b as typeof a)], pairs)) return false
  if (a instanceof Set) if (!same([...a], [...(b as typeof a)], pairs)) return false
  if (a instanceof Group) if (!same(a.toArray(), (b as typeof a).toArray(), pairs)) return false
  if (BOXED.includes(Object.getPrototypeOf(a))) if (!Object.is(a.valueOf(), b.valueOf())) return false
  const names = Reflect.ownKeys(a)
  const others = Reflect.ownKeys(b)
  return (
    names.length === others.length &&
    names.every(name => {
      const [left, right] = [a, b].map(object => Object.getOwnPropertyDescriptor(object, name))
      return (
        left?.enumerable === right?.enumerable && right !== undefined && same(left?.value, right.value, pairs)
      )
    }) &&
    (a instanceof Error || names.every((name, i) => name === others[i]))
  )
}

const BOXED: unknown[] = [Number.prototype, String.prototype, Boolean.prototype, BigInt.prototype]
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex')

/** Views share a buffer where they did; how much of it lies around them is not kept. */
const linked = (a: ArrayBufferLike, b: ArrayBufferLike, pairs: Map<unknown, unknown>): boolean => {
  if (pairs.has(a)) return pairs.get(a) === b
  pairs.set(a, b)
  return true
}
