// Keys of every kind, few enough of each that equal ones meet; and what makes two of them equal, said once more.

import fc from 'fast-check'

const small = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, Number.NaN, -0, 0, 1, '1', 1n, '', 'u', '[]'),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 2, unit: fc.constantFrom('a', 's', '1', ':', ';', '[', ',') }),
  fc.constantFrom(0.5, 2 ** 31, -(2 ** 31), 2 ** 53, 1e-7, Infinity),
  fc.constantFrom(0n, -1n, 2n ** 70n),
)
/** What makes a typed array of numbers, or a plain one. */
export const view: fc.Arbitrary<(numbers: readonly number[]) => object> = fc.constantFrom(
  numbers => Uint8Array.from(numbers),
  numbers => Int8Array.from(numbers),
  numbers => Float64Array.from(numbers),
  numbers => Buffer.from(numbers),
  numbers => [...numbers],
)

export const key: fc.Arbitrary<unknown> = fc.letrec<{ key: unknown }>(tie => ({
  key: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    small,
    fc.array(tie('key'), { maxLength: 3 }),
    fc.array(tie('key'), { maxLength: 2 }).map(array => Object.assign(new Array(array.length + 1), array)),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 's1:a'), tie('key'), { maxKeys: 3 }),
    fc.nat(2).map(time => new Date(time)),
    fc.tuple(view, fc.array(fc.nat(2), { maxLength: 2 })).map(([make, numbers]) => make(numbers)),
  ),
})).key

/** The same key built anew: fields in another order, zeros of the other sign. */
export const rebuilt = (key: unknown): unknown => {
  if (Object.is(key, 0)) return -0
  if (typeof key !== 'object' || key === null) return key
  if (Array.isArray(key)) {
    const array = new Array<unknown>(key.length)
    for (const i of Object.keys(key)) array[Number(i)] = rebuilt(key[Number(i)])
    return array
  }
  if (key instanceof Date) return new Date(key)
  if (ArrayBuffer.isView(key)) return (key as Uint8Array).slice()
  const object = {}
  for (const name of Object.keys(key).reverse())
    Object.defineProperty(object, name, {
      value: rebuilt((key as Record<string, unknown>)[name]),
      enumerable: true,
    })
  return object
}

/** Equality by value, by recursion over both; the code compares texts. */
export const equal = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return new Set([a]).has(b)
  if (kindOf(a) !== kindOf(b)) return false
  if (a instanceof Date) return a.getTime() === (b as Date).getTime()
  const names = Object.keys(a)
  const sizes = [a, b].map(x =>
    'length' in x && (Array.isArray(x) || ArrayBuffer.isView(x)) ? x.length : -1,
  )
  return (
    sizes[0] === sizes[1] &&
    names.length === Object.keys(b).length &&
    names.every(name => Object.hasOwn(b, name) && equal(fieldOf(a, name), fieldOf(b, name)))
  )
}

const fieldOf = (object: object, name: string): unknown =>
  Object.getOwnPropertyDescriptor(object, name)?.value

/** A plain object's prototype may be shadowed by a field of its own. */
const kindOf = (object: object): string =>
  Buffer.isBuffer(object) ? 'Buffer' : Object.prototype.toString.call(object)
