// Each throws at the line that ends in `at: name`, and the error has that place.

import { pipe } from 'fp-ts/function'
import type { Case } from './case.ts'
import { breaking } from './local-failure.ts'

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
const deep = (n: number): number => {
  if (n > 0) return deep(n - 1)
  throw new Error('deep') // at: deep recursion
}
class Parent {
  constructor() {
    throw new Error('made') // at: constructor
  }
}
class Child extends Parent {}

export const failures: readonly Case[] = [
  { name: 'arrow', fn: fail, args: [1] },
  { name: 'shared variable', fn: shared, args: [1] },
  { name: 'method', fn: () => broken.run() },
  { name: 'deep recursion', fn: (n: number) => deep(n), args: [3] },
  { name: 'constructor', fn: () => new Child() },
  {
    name: 'inside a package function',
    fn: (x: number) =>
      pipe(x, n => {
        throw new Error(String(n)) // at: inside a package function
      }),
    args: [1],
  },
  {
    name: 'after an await',
    fn: async (x: number) => {
      await Promise.resolve()
      throw new Error(String(x)) // at: after an await
    },
    args: [1],
  },
  { name: 'another module', fn: (x: number) => breaking(x), args: [1] },
]
