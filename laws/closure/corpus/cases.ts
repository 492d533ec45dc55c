// Functions as users write them. Each is shipped to a worker and called there; the answer must be the one that the
// same call gives here.

import fs, { existsSync } from 'node:fs'
import * as path from 'node:path'
import { parse } from 'acorn'
import * as csv from 'csv-parse/sync'
import * as A from 'fp-ts/Array'
import { flow, pipe } from 'fp-ts/function'
import * as N from 'fp-ts/number'
import * as O from 'fp-ts/Option'
import { contramap } from 'fp-ts/Ord'
import * as local from './local.ts'
import double, { count, greeting, helper, Shape, settings } from './local.ts'

export interface Case {
  readonly name: string
  readonly fn: (...args: never[]) => unknown
  readonly args?: readonly unknown[]
}

declare const it: unknown
const base = 10
let written = 1
const later = { value: 5 }
const table = new Map([['a', 1]])
const isEven = (n: number): boolean => n === 0 || isOdd(n - 1)
const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1)
function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}
const curry = (a: number) => (b: number) => (c: number) => a + b * c

class Account {
  #balance = 100
  readonly owner: string
  constructor(owner: string) {
    this.owner = owner
  }
  get balance() {
    return this.#balance
  }
  deposit(n: number) {
    this.#balance += this.#fee(n)
    return this
  }
  #fee(n: number) {
    return n - 1
  }
  reader = () => this.owner
  static open(owner: string) {
    return new Account(owner)
  }
}
class Savings extends Account {
  rate = 2
  override deposit(n: number) {
    super.deposit(n * this.rate)
    return this
  }
}
class Square extends Shape {
  override area() {
    return super.area() + 0.5
  }
}
class TooLong extends RangeError {
  readonly limit = 9
}

const account = new Account('ann').deposit(11)
const savings = new Savings('bob').deposit(6)
const square = new Square(3)
const object = {
  k: 7,
  method(x: number) {
    return x + 1
  },
  get double() {
    return this.k * 2
  },
  async slow(x: number) {
    await Promise.resolve()
    return x
  },
}
const counter = (() => {
  let n = 0
  return { inc: () => ++n, get: () => n }
})()
const byLength = pipe(
  N.Ord,
  contramap((s: string) => s.length),
)
const composed = flow((x: number) => x + 1, String)
const loop: ((x: number) => number)[] = []
for (let i = 0; i < 3; i++) loop.push(x => x * i)
const { max } = Math
const join = path.join
const bound = function (this: { n: number }, a: number, b: number) {
  return this.n + a * b
}.bind({ n: 5 }, 6)
const memory = Object.assign((x: number) => x + memory.by, { by: 3 })
const shadow = (greeting: string) => {
  const helper = (s: string) => s + '!'
  {
    const base = 'inner'
    greeting += base
  }
  try {
    throw new Error('x')
  } catch (written) {
    greeting += (written as Error).message
  }
  return helper(greeting)
}

export const cases: readonly Case[] = [
  { name: 'arrow', fn: (x: number) => x + base, args: [1] },
  {
    name: 'function expression',
    fn: (x: number) => x + base,
    args: [1],
  },
  { name: 'declaration, recursive', fn: factorial, args: [5] },
  { name: 'mutual recursion', fn: isEven, args: [7] },
  {
    name: 'named function expression',
    fn: function fact(n: number): number {
      return n < 2 ? 1 : n * fact(n - 1)
    },
    args: [5],
  },
  { name: 'async arrow', fn: async (x: number) => (await object.slow(x)) + base, args: [2] },
  {
    name: 'async function with for await',
    fn: async () => {
      const out: number[] = []
      for await (const x of (async function* () {
        yield base
        yield 2
      })())
        out.push(x)
      return out
    },
  },
  {
    name: 'generator',
    fn: (n: number) => [
      ...(function* () {
        for (let i = 0; i < n; i++) yield i * base
      })(),
    ],
    args: [3],
  },
  { name: 'method', fn: object.method, args: [3] },
  { name: 'async method', fn: object.slow, args: [3] },
  { name: 'object with methods and a getter', fn: () => object.double + object.method(1) },
  { name: 'bound', fn: bound as (x: number) => number, args: [4] },
  { name: 'own properties', fn: memory, args: [4] },
  { name: 'curried', fn: curry(2)(3), args: [4] },
  { name: 'loop variable', fn: loop[2]!, args: [21] },
  { name: 'destructured intrinsic', fn: (x: number) => max(x, 3), args: [2] },
  { name: 'native function', fn: Number, args: ['12'] },
  { name: 'native method', fn: Math.hypot, args: [3, 4] },
  { name: 'shadowing', fn: shadow, args: ['a'] },
  {
    name: 'defaults and destructuring',
    fn: ({ a = base, ...rest }: { a?: number; b?: number }, [c = a]: number[] = []) => [a, rest, c],
    args: [{ b: 1 }],
  },
  {
    name: 'arguments',
    fn: function () {
      // biome-ignore lint/complexity/noArguments: what is tested
      return arguments.length + base
    },
    args: [1, 2],
  },
  {
    name: 'template, regex, shorthand, label',
    fn: (x: string) => {
      const out = []
      outer: for (const c of x) {
        for (const _ of [1]) if (/b/u.test(c)) continue outer
        out.push(`${c}-${greeting}`)
      }
      return { out, base, t: typeof it }
    },
    args: ['abc'],
  },
  { name: 'written module variable', fn: () => ++written },
  { name: 'two closures share a variable', fn: () => [counter.inc(), counter.inc(), counter.get()] },
  { name: 'object as it is now', fn: () => later.value },
  { name: 'map', fn: () => table.get('a') },
  { name: 'local function', fn: (x: number) => helper(x), args: [1] },
  { name: 'local function itself', fn: helper, args: [1] },
  { name: 'local default', fn: (x: number) => double(x), args: [1] },
  { name: 'local const', fn: () => [greeting, settings.nested.list] },
  { name: 'local namespace', fn: (x: number) => local.helper(x) + local.settings.factor, args: [2] },
  { name: 'local namespace as a whole', fn: () => Object.keys(local).sort().join() },
  { name: 'local class', fn: (x: number) => new Shape(x).area() + Shape.kinds.length, args: [2] },
  { name: 'local written variable', fn: () => count() },
  { name: 'subclass of a local class', fn: () => [square.area(), square instanceof Shape] },
  { name: 'instance with private fields', fn: () => account.balance },
  { name: 'private fields, writing', fn: () => account.deposit(5).balance },
  { name: 'subclass with private fields', fn: () => savings.deposit(1).balance },
  { name: 'class constructed in the task', fn: () => Account.open('eve').deposit(2).balance },
  { name: 'arrow with this', fn: account.reader },
  {
    name: 'error subclass',
    fn: () => {
      const error = new TooLong('far')
      return [error.name, error.limit, error instanceof RangeError, error.message]
    },
  },
  {
    name: 'class expression',
    fn: () =>
      new (class extends Map<string, number> {
        twice(k: string) {
          return (this.get(k) ?? 0) * 2
        }
      })([['a', 4]]).twice('a'),
  },
  {
    name: 'fp-ts pipe',
    fn: (x: number) =>
      pipe(
        x,
        n => n + base,
        O.some,
        O.map(n => n * 2),
      ),
    args: [1],
  },
  { name: 'fp-ts instance', fn: N.MonoidSum.concat as (a: number, b: number) => number, args: [1, 2] },
  { name: 'fp-ts flow', fn: composed, args: [4] },
  { name: 'fp-ts made ord', fn: (xs: string[]) => pipe(xs, A.sort(byLength)), args: [['ccc', 'a', 'bb']] },
  { name: 'package function', fn: (s: string) => csv.parse(s), args: ['a,b\n1,2'] },
  {
    name: 'package with both formats',
    fn: (s: string) => parse(s, { ecmaVersion: 2020 }).body.length,
    args: ['a;b'],
  },
  { name: 'builtin namespace', fn: () => path.basename('/a/b') },
  { name: 'builtin function', fn: join, args: ['a', 'b'] },
  { name: 'builtin default and named', fn: () => [fs.existsSync('/'), existsSync('/nowhere')] },
  { name: 'import() of a builtin', fn: async () => (await import('node:path')).basename('/q/r') },
  {
    name: 'import() of a package',
    fn: async () => (await import('fp-ts/lib/function.js')).pipe(2, x => x + 1),
  },
  { name: 'closure that returns a closure', fn: (x: number) => ((y: number) => x + y + base)(4), args: [1] },
  {
    name: 'symbols',
    fn: ((s: symbol) => (o: Record<symbol, number>) => [o[s], typeof s])(Symbol('mine')),
    args: [{}],
  },
  { name: 'process and globals', fn: () => [typeof process.pid, typeof Buffer.from, typeof structuredClone] },
]

const fail = (x: number): never => {
  const message = `arrow ${x}`
  throw new Error(message) // at: arrow
}

const shared = (() => {
  let seen = 0
  const reset = () => {
    seen = 0
  }
  return (x: number) => {
    reset()
    if (seen++ < x && seen < 100) throw new Error(`seen ${seen}`) // at: shared variable
    return seen
  }
})()

class Broken {
  static made = 1
  #state = 1
  run() {
    if (this.#state > 0) throw new Error('broken') // at: method
  }
}
const broken = new Broken()

/** Each throws at the line that ends in `at: name`. */
export const failures: readonly Case[] = [
  { name: 'arrow', fn: fail, args: [1] },
  { name: 'shared variable', fn: shared, args: [1] },
  { name: 'method', fn: () => broken.run() },
]
