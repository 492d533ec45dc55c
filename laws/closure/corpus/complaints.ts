// What users of other tools that ship functions complained of, each by its issue.

import { readFile } from 'node:fs'
import { promisify } from 'node:util'
import type { Case } from './case.ts'
import { helper } from './local.ts'

const { hasOwnProperty: hasOwn } = Object.prototype
const { defineProperty, getOwnPropertyNames } = Object
const { slice } = Array.prototype
const uncurried = Function.prototype.call.bind(slice) as (list: unknown, at: number) => unknown[]
const numberIsNaN = Number.isNaN

const readFilePromise = promisify(readFile)

class Command {
  readonly input: object
  constructor(input: object) {
    this.input = input
  }
}
class ClassBuilder {
  #name = 'describe'
  #middleware = (n: number) => [n]
  named(name: string) {
    this.#name = name
    return this
  }
  build() {
    const closure = this
    let CommandRef: unknown
    // biome-ignore lint/suspicious/noAssignInExpressions: what is tested
    return (CommandRef = class extends Command {
      static readonly made = true
      constructor(...[input]: [object?]) {
        super(input ?? {})
      }
      run(n: number) {
        return [closure.#name, closure.#middleware(n), this.input, typeof CommandRef]
      }
    })
  }
}
class DescribeCommand extends new ClassBuilder().named('pairs').build() {}

const provider = {
  async create(inputs: { a: number }) {
    return { id: '1', outs: { ...inputs, b: helper(inputs.a) } }
  },
  async delete(id: string) {
    return id
  },
  *[Symbol.iterator]() {
    yield 1
  },
}

const multiplier = 3
const outer = (x: number) => x * multiplier
const offloaded = (x: number) => outer(x) + 1

const asyncOffloaded = async ({ foo }: { foo: string }) => {
  const first = await Promise.resolve(foo)
  return `${first}${multiplier}`
}

class Foo {
  foo(x: number) {
    const add = (e: number) => e + x
    class Inner {
      value = add(1)
    }
    return [add(2), new Inner().value, Inner.name]
  }
}

class Bucket {
  readonly name = 'mine'
  handler() {
    return this.someMethod()
  }
  someMethod() {
    return this.name
  }
  static get random() {
    return 4
  }
}
const bucket = new Bucket()
const handler = bucket.handler.bind(bucket)

const makePair = () => {
  let n = 0
  const set = (value: number) => {
    n = value
  }
  return { set, get: () => n }
}
const pair = makePair()

const withGetter = {
  get getter() {
    return 42
  },
}

export const complaints: readonly Case[] = [
  {
    name: 'pulumi #342: native functions',
    fn: (o: object) => [hasOwn.call(o, 'a'), uncurried([1, 2, 3], 1), numberIsNaN(1)],
    args: [{ a: 1 }],
  },
  {
    name: 'pulumi #5294: defineProperty in a constant',
    fn: () => getOwnPropertyNames(defineProperty({}, 'x', { value: Number.isNaN(Number.NaN) })),
  },
  { name: 'pulumi #6987: promisified readFile', fn: async () => (await readFilePromise('/dev/null')).length },
  { name: 'pulumi #18977: class from a builder', fn: () => new DescribeCommand({ k: 1 }).run(2) },
  {
    name: 'pulumi #18977: static members of it',
    fn: () => [DescribeCommand.made, new DescribeCommand().input],
  },
  { name: 'pulumi #805: method syntax', fn: provider.create, args: [{ a: 1 }] },
  { name: 'pulumi #805: keyword as a method', fn: provider.delete, args: ['x'] },
  { name: 'pulumi #805: symbol as a method', fn: () => [...provider] },
  { name: 'pulumi #9168: method that calls another', fn: () => bucket.handler() },
  { name: 'pulumi #9168: the same, bound', fn: handler },
  { name: 'pulumi #6908: static getter', fn: () => Bucket.random },
  { name: 'pulumi #16541: getter syntax', fn: () => withGetter.getter },
  {
    name: 'pulumi #952: two functions over one variable',
    fn: () => {
      pair.set(3)
      return pair.get()
    },
  },
  {
    name: 'pulumi #952: typeof of what is not there',
    fn: () => typeof (globalThis as { FormDatum?: unknown }).FormDatum,
  },
  { name: 'workerpool #28: outer function and variable', fn: offloaded, args: [2] },
  { name: 'workerpool #142: async function of TypeScript', fn: asyncOffloaded, args: [{ foo: 'a' }] },
  { name: 'esbuild #1438: class with an inner arrow', fn: (x: number) => new Foo().foo(x), args: [2] },
  {
    name: 'tsx #113: named inner functions',
    fn: (x: number) => {
      const sleepy = (n: number) => n + 1
      function inner(n: number) {
        return sleepy(n) * 2
      }
      const object = { prop: () => inner(x) }
      return [object.prop(), sleepy.name, inner.name, object.prop.name]
    },
    args: [2],
  },
]
