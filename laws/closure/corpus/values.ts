// What a variable can hold.

import type { Case } from './case.ts'

const big = 2n ** 70n
const odd = [Number.NaN, -0, Number.POSITIVE_INFINITY]
const date = new Date(86_400_000)
const map = new Map<unknown, unknown>([
  ['a', 1],
  [1, { x: 1 }],
])
const set = new Set([1, 'a', map])
const global = /a(b)/giu
const sticky = /b/y
sticky.lastIndex = 2
const floats = new Float64Array([1.5, Number.NaN])
const memory = new ArrayBuffer(16)
const bytes = new Uint8Array(memory, 4, 2)
const view = new DataView(memory, 2)
bytes[0] = 7
const buffer = Buffer.from('héllo')
const bigs = new BigInt64Array([1n, -1n])
const bare = Object.assign(Object.create(null) as Record<string, number>, { x: 1 })
const error = new RangeError('out', { cause: { why: 'x' } })
const group = new AggregateError([new Error('one')], 'many')
const boxed = [Object('str'), Object(1), Object(true), Object(1n)] as object[]
const frozen = Object.freeze({ a: Object.freeze([1]) })
const sealed = Object.seal({ a: 1 })
const closed = Object.preventExtensions({ a: 1 })
const url = new URL('http://a/b?c=1')
const parameters = new URLSearchParams('a=1&a=2')
const german = new Intl.NumberFormat('de')
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-16le')
// biome-ignore lint/suspicious/noSparseArray: what is tested
const sparse = [1, , 3]
const tagged = Object.assign([1, 2], { label: 'x' })
const own = Symbol('own')
const registered = Symbol.for('corpus')
const symbols = { [own]: 1, [registered]: 2, [Symbol.iterator]: () => [1, 2][Symbol.iterator]() }
const hiddenOnes = Object.defineProperty({ a: 1, b: 0 }, 'b', { value: 2, enumerable: false })
const accessor = Object.defineProperty({ n: 1 } as { n: number; m: number }, 'm', {
  get(this: { n: number }) {
    return this.n + 1
  },
  enumerable: true,
})
const inherits = Object.create({ greet: () => 'hi' }, { own: { value: 1, enumerable: true } }) as {
  own: number
  greet(): string
}
const cyclic: { self?: unknown; list: unknown[] } = { list: [] }
cyclic.self = cyclic
cyclic.list.push(cyclic.list)
const shared = { n: 1 }
const twice = { a: shared, b: [shared] }
const proto = JSON.parse('{"__proto__": {"x": 1}, "y": 2}') as Record<string, unknown>
const long = 'x'.repeat(1_000_000)
const lone = '\ud800 \u2028'
const functions = { inc: (n: number) => n + 1, list: [(n: number) => n * 2] }
const byFunction = new Map([[functions.inc, 'inc']])
const nested = { a: [{ b: new Map([['c', new Set([date])]]) }] }

export const values: readonly Case[] = [
  { name: 'bigint', fn: () => big },
  { name: 'NaN, -0, Infinity', fn: () => [odd, Object.is(odd[1], -0)] },
  { name: 'date', fn: () => date },
  { name: 'map', fn: () => map },
  { name: 'set, with the same map', fn: () => [set.size, set.has(map)] },
  { name: 'regexp', fn: (s: string) => s.replace(global, '<$1>'), args: ['xabab'] },
  { name: 'regexp with lastIndex', fn: (s: string) => sticky.exec(s)?.index, args: ['aabb'] },
  { name: 'typed array', fn: () => floats },
  {
    name: 'two views of one memory',
    fn: () => {
      bytes[1] = 9
      return [view.getUint8(2), view.getUint8(3), bytes.buffer === view.buffer]
    },
  },
  { name: 'buffer', fn: () => buffer.toString('utf8') },
  { name: 'bigint array', fn: () => bigs },
  { name: 'object without a prototype', fn: () => [bare.x, Object.getPrototypeOf(bare)] },
  { name: 'error with a cause', fn: () => [error.message, error.cause, error instanceof RangeError] },
  { name: 'error with its stack', fn: () => error.stack },
  { name: 'aggregate error', fn: () => [(group.errors as Error[])[0]?.message, group.message] },
  { name: 'boxed primitives', fn: () => boxed.map(b => [typeof b, b.valueOf()]) },
  {
    name: 'frozen, sealed, closed',
    fn: () => [Object.isFrozen(frozen.a), Object.isSealed(sealed), Object.isExtensible(closed)],
  },
  { name: 'URL', fn: () => [url.searchParams.get('c'), url.href] },
  { name: 'URLSearchParams', fn: () => parameters.getAll('a') },
  { name: 'Intl', fn: () => german.format(1000.5) },
  {
    name: 'encoder and decoder',
    fn: () => [[...encoder.encode('é')], decoder.decode(new Uint8Array([97, 0]))],
  },
  { name: 'holes', fn: () => [1 in sparse, sparse.length] },
  { name: 'array with a name', fn: () => [tagged.label, tagged.length] },
  { name: 'symbols', fn: () => [symbols[own], symbols[registered], [...(symbols as Iterable<number>)]] },
  { name: 'unlisted property', fn: () => [Object.keys(hiddenOnes), hiddenOnes.b] },
  { name: 'accessor', fn: () => [accessor.m, Object.keys(accessor)] },
  { name: 'prototype of its own', fn: () => [inherits.greet(), Object.keys(inherits)] },
  { name: 'cycle', fn: () => [cyclic.self === cyclic, cyclic.list[0] === cyclic.list] },
  { name: 'one object in two places', fn: () => [twice.a === twice.b[0], twice.a === shared] },
  { name: 'own key __proto__', fn: () => [Object.keys(proto), ({} as { x?: number }).x] },
  { name: 'text of 1 MB', fn: () => [long.length, long.at(-1)] },
  {
    name: 'lone surrogate and line separator',
    fn: () => [lone.length, lone.charCodeAt(0), lone.charCodeAt(2)],
  },
  { name: 'functions in an object', fn: (n: number) => functions.list[0]!(functions.inc(n)), args: [2] },
  { name: 'function as a key', fn: () => byFunction.get(functions.inc) },
  { name: 'nested collections', fn: () => nested.a[0]!.b.get('c')!.has(date) },
  {
    name: 'written object, and the driver keeps its own',
    fn: () => {
      const before = shared.n
      return [++shared.n - before, twice.a.n - before]
    },
  },
]
