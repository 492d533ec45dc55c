// Classes, their instances, and what only their bodies may say.

import type { Case } from './case.ts'
import { Shape } from './local.ts'

class Account {
  static opened = 0
  static readonly #limit = 1000
  #balance = 100
  readonly owner: string
  constructor(owner: string) {
    this.owner = owner
    Account.opened++
  }
  get balance() {
    return this.#balance
  }
  set balance(value: number) {
    this.#balance = Math.min(value, Account.#limit)
  }
  deposit(n: number) {
    this.#balance += this.#fee(n)
    return this
  }
  #fee(n: number) {
    return n - 1
  }
  get #secret() {
    return `${this.owner}:${this.#balance}`
  }
  reader = () => this.owner
  hidden = () => this.#balance
  secretly() {
    return () => this.#secret
  }
  static open(owner: string) {
    return new Account(owner)
  }
  static limit = () => Account.#limit
  static isOne(value: object) {
    return #balance in value
  }
}
class Savings extends Account {
  rate = 2
  override deposit(n: number) {
    super.deposit(n * this.rate)
    return this
  }
  viaSuper() {
    return (n: number) => super.deposit(n).balance
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
class Stack<T> extends Array<T> {
  peek() {
    return this[this.length - 1]
  }
}
class Counts extends Map<string, number> {
  add(key: string) {
    return this.set(key, (this.get(key) ?? 0) + 1)
  }
}
// biome-ignore lint/complexity/noStaticOnlyClass: what is tested
class Config {
  static readonly defaults = { size: 3 }
  static {
    Config.defaults.size++
  }
  static get size() {
    return Config.defaults.size
  }
}
class Node2 {
  next: Node2 | undefined
  readonly value: number
  constructor(value: number, next?: Node2) {
    this.value = value
    this.next = next
  }
  *[Symbol.iterator](): Iterator<number> {
    for (let at: Node2 | undefined = this; at !== undefined; at = at.next) yield at.value
  }
}
class Celsius {
  readonly degrees: number
  constructor(degrees: number) {
    this.degrees = degrees
  }
  [Symbol.toPrimitive]() {
    return this.degrees
  }
  toJSON() {
    return `${this.degrees}C`
  }
  static from = function (this: void, n: number) {
    return new Celsius(n)
  }
}
const mixin = (Parent: typeof Celsius) =>
  class Loud extends Parent {
    shout() {
      return 'HEY'
    }
  }
class Barker extends mixin(Celsius) {}
class Scaler {
  factor = 3
  scale = (x: number) => x * this.factor
  later() {
    return async ({ x } = { x: 0 }) => x * this.factor
  }
  nested() {
    return (x: number) => [x].map(y => y * this.factor)
  }
}
class Dog {
  #name = 'rex'
  static sameName(a: Dog, b: Dog) {
    return a.#name === b.#name
  }
}

const account = new Account('ann').deposit(11)
const savings = new Savings('bob').deposit(6)
const square = new Square(3)
const scaler = new Scaler()
const later = scaler.later()
const list = new Node2(1, new Node2(2, new Node2(3)))
const ring = new Node2(7)
ring.next = ring
const stack = Stack.from([1, 2, 3]) as Stack<number>
const counts = new Counts([['a', 1]])
const warm = new Celsius(20)
const secret = savings.secretly()
const viaSuper = savings.viaSuper()
const patched = new Scaler()
patched.scale = x => x + 100
// biome-ignore lint/complexity/noStaticOnlyClass: what is tested
const staticThis = class {
  static base = 4
  static make() {
    // biome-ignore lint/complexity/noThisInStatic: what is tested
    return (x: number) => x + this.base
  }
}.make()

export const classes: readonly Case[] = [
  { name: 'instance', fn: () => [...list] },
  { name: 'instance in a cycle', fn: () => [ring.next === ring, ring.value] },
  { name: 'instance with private fields', fn: () => account.balance },
  { name: 'private fields, written', fn: () => account.deposit(5).balance },
  {
    name: 'setter on the class',
    fn: () => {
      account.balance = 5000
      return account.balance
    },
  },
  { name: 'subclass with private fields', fn: () => savings.deposit(1).balance },
  { name: 'class constructed in the task', fn: () => Account.open('eve').deposit(2).balance },
  {
    name: 'static counter in the task',
    fn: () => {
      const before = Account.opened
      new Account('x')
      return Account.opened - before
    },
  },
  { name: 'static private field', fn: () => Account.limit() },
  { name: 'private name in a value', fn: () => [Account.isOne(account), Account.isOne({})] },
  { name: 'private names of two instances', fn: () => Dog.sameName(new Dog(), new Dog()) },
  { name: 'static field and block', fn: () => [Config.size, Config.defaults] },
  { name: 'arrow with this', fn: account.reader },
  { name: 'arrow with this in a field', fn: scaler.scale, args: [4] },
  { name: 'async arrow with this and a default', fn: async (x: number) => later({ x }), args: [5] },
  { name: 'arrow within an arrow with this', fn: scaler.nested(), args: [5] },
  { name: 'arrow with a private field', fn: account.hidden },
  { name: 'arrow with a private accessor', fn: secret },
  { name: 'arrow with super', fn: viaSuper, args: [4] },
  { name: 'arrow with the this of a static method', fn: staticThis, args: [1] },
  { name: 'field replaced on one instance', fn: () => [patched.scale(1), scaler.scale(1)] },
  { name: 'subclass of a local class', fn: () => [square.area(), square instanceof Shape] },
  {
    name: 'error subclass',
    fn: () => {
      const error = new TooLong('far')
      return [error.name, error.limit, error instanceof RangeError, error.message]
    },
  },
  { name: 'array subclass', fn: () => [stack.peek(), stack.length, Array.isArray(stack)] },
  { name: 'map subclass', fn: () => counts.add('a').add('b').get('a') },
  { name: 'mixin', fn: () => new Barker(3).shout() },
  { name: 'well-known symbols on a class', fn: () => [+warm + 1, JSON.stringify(warm)] },
  { name: 'static function in a field', fn: () => Celsius.from(4).degrees },
  {
    name: 'class expression',
    fn: () =>
      new (class extends Map<string, number> {
        twice(k: string) {
          return (this.get(k) ?? 0) * 2
        }
      })([['a', 4]]).twice('a'),
  },
  { name: 'instanceof', fn: () => [account instanceof Account, savings instanceof Account] },
  { name: 'name of the class', fn: () => [Account.name, savings.constructor.name] },
]
