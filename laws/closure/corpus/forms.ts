// Every form in which a function can be written.

import type { Case } from './case.ts'

const base = 10
const pair = { left: 3, right: 4 }
function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}
function hoisted(x: number) {
  return later(x)
}
function later(x: number) {
  return x * base
}
const key = 'computed'
const object = {
  k: 7,
  method(x: number) {
    return x + base
  },
  async slow(x: number) {
    await Promise.resolve()
    return x
  },
  *many(n: number) {
    for (let i = 0; i < n; i++) yield i * base
  },
  async *slowly(n: number) {
    for (let i = 0; i < n; i++) yield i + base
  },
  get double() {
    return this.k * 2
  },
  set double(value: number) {
    this.k = value / 2
  },
  [key](x: number) {
    return x - base
  },
  'quoted name'(x: number) {
    return x * 2
  },
  12: (x: number) => x + 12,
  get(x: number) {
    return x + 1
  },
  async(x: number) {
    return x + 2
  },
  static(x: number) {
    return x + 3
  },
}
const accessor = Object.getOwnPropertyDescriptor(object, 'double')?.get as () => number
const bound = function (this: { n: number }, a: number, b: number) {
  return this.n + a * b
}.bind({ n: 5 }, 6)
const twiceBound = bound.bind(null, 7)
const boundMethod = object.slow.bind(object)
const memory = Object.assign((x: number) => x + memory.by, { by: 3 })
const Legacy = function (this: { x: number }, x: number) {
  this.x = x
} as unknown as { new (x: number): { x: number; twice(): number } }
Legacy.prototype.twice = function (this: { x: number }) {
  return this.x * 2
}
const made = new Function('a', 'b', 'return a * b') as (a: number, b: number) => number
const curry = (a: number) => (b: number) => (c: number) => a + b * c
const renamed = Object.defineProperty((x: number) => x, 'name', { value: 'somebody' })

export const forms: readonly Case[] = [
  { name: 'arrow', fn: (x: number) => x + base, args: [1] },
  {
    name: 'arrow with a body',
    fn: (x: number) => {
      const y = x + base
      return y * y
    },
    args: [1],
  },
  { name: 'arrow that returns an object', fn: (x: number) => ({ x, base }), args: [1] },
  {
    name: 'function expression',
    fn: (x: number) => x + base,
    args: [1],
  },
  {
    name: 'named function expression',
    fn: function fact(n: number): number {
      return n < 2 ? 1 : n * fact(n - 1)
    },
    args: [5],
  },
  { name: 'declaration, recursive', fn: factorial, args: [5] },
  { name: 'declaration that uses a later one', fn: hoisted, args: [2] },
  { name: 'async arrow', fn: async (x: number) => (await object.slow(x)) + base, args: [2] },
  {
    name: 'async function',
    fn: async (x: number) => {
      await null
      return x + base
    },
    args: [2],
  },
  {
    name: 'async function with for await',
    fn: async () => {
      const out: number[] = []
      for await (const x of object.slowly(2)) out.push(x)
      return out
    },
  },
  {
    name: 'generator function',
    fn: function* (n: number) {
      for (let i = 0; i < n; i++) yield i * base
    } as (n: number) => Iterable<number>,
    args: [3],
  },
  { name: 'generator within', fn: (n: number) => [...object.many(n)], args: [3] },
  { name: 'method', fn: object.method, args: [3] },
  { name: 'async method', fn: object.slow, args: [3] },
  { name: 'computed method', fn: object[key], args: [3] },
  { name: 'method with a quoted name', fn: object['quoted name'], args: [3] },
  { name: 'property with a number as name', fn: object[12], args: [3] },
  {
    name: 'methods called get, async and static',
    fn: (x: number) => [object.get(x), object.static(x)],
    args: [1],
  },
  { name: 'method called get, by itself', fn: object.get, args: [1] },
  { name: 'method called static, by itself', fn: object.static, args: [1] },
  { name: 'getter', fn: () => object.double },
  { name: 'getter by itself', fn: () => accessor.call({ k: 4 } as typeof object) },
  {
    name: 'setter',
    fn: (x: number) => {
      object.double = x
      return object.k
    },
    args: [8],
  },
  { name: 'bound', fn: bound as (x: number) => number, args: [4] },
  { name: 'bound twice', fn: twiceBound as () => number },
  { name: 'bound method', fn: async (x: number) => boundMethod(x), args: [3] },
  { name: 'function with own properties', fn: memory, args: [4] },
  { name: 'function with another name', fn: (x: number) => [renamed(x), renamed.name], args: [4] },
  { name: 'constructor function and prototype', fn: (x: number) => new Legacy(x).twice(), args: [4] },
  { name: 'made by new Function', fn: made, args: [3, 4] },
  { name: 'curried', fn: curry(2)(3), args: [4] },
  {
    name: 'immediately called',
    fn: (
      x => (y: number) =>
        x + y
    )(base),
    args: [4],
  },
  { name: 'closure in a closure', fn: (x: number) => ((y: number) => x + y + base)(4), args: [1] },
  {
    name: 'function that uses its arguments',
    fn: function () {
      // biome-ignore lint/complexity/noArguments: what is tested
      return arguments.length + base
    },
    args: [1, 2],
  },
  {
    name: 'function that uses new.target',
    fn: function () {
      return new.target === undefined
    },
  },
  { name: 'rest parameters', fn: (...all: number[]) => all.length + base, args: [1, 2, 3] },
  {
    name: 'defaults and destructuring',
    fn: ({ a = base, ...rest }: { a?: number; b?: number }, [c = a]: number[] = []) => [a, rest, c],
    args: [{ b: 1 }],
  },
  {
    name: 'default that is a closure',
    fn: (x: number, f = (n: number) => n + base + pair.left) => f(x),
    args: [1],
  },
  { name: 'native function', fn: Number, args: ['12'] },
  { name: 'native method', fn: Math.hypot, args: [3, 4] },
]
