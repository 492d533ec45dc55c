// What a function sees around it.

import type { Case } from './case.ts'

const base = 10
let written = 1
let unassigned: number | undefined
const greeting = 'hello'
const later = { value: 5 }
declare const it: unknown
const isEven = (n: number): boolean => n === 0 || isOdd(n - 1)
const isOdd = (n: number): boolean => n !== 0 && isEven(n - 1)
const makeCounter = () => {
  let n = 0
  return { inc: () => ++n, get: () => n }
}
const one = makeCounter()
const two = makeCounter()
const loop: ((x: number) => number)[] = []
for (let i = 0; i < 3; i++) loop.push(x => x * i)
const each: (() => string)[] = []
for (const name of ['a', 'b']) each.push(() => name)
const caught = (() => {
  try {
    throw new RangeError('far')
  } catch (error) {
    return () => (error as Error).message
  }
})()
const { max } = Math
const { a: renamed, ...others } = { a: 1, b: 2, c: 3 }
const [first, , third = 9] = [1, 2]
const parameter = (
  (a: number, { b }: { b: number }, ...c: number[]) =>
  (x: number) => [x, a, b, c]
)(1, { b: 2 }, 3, 4)
const deep = ((a: number) =>
  ((b: number) =>
    (
      (c: number) => (x: number) =>
        a + b + c + x
    )(3))(2))(1)
const blocks = (() => {
  const out: (() => number)[] = []
  {
    const value = 1
    out.push(() => value)
  }
  {
    const value = 2
    out.push(() => value)
  }
  return out
})()
switch (base) {
  case 10: {
    const inside = base + 1
    blocks.push(() => inside)
  }
}
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
const swap = (() => {
  let [p, q] = [1, 2]
  return {
    swap: () => {
      ;[p, q] = [q, p]
      return { p, q }
    },
    read: () => [p, q],
  }
})()
const lazy = (() => {
  let value: number | undefined
  return () => (value ??= base * 2)
})()
later.value = 6

export const scope: readonly Case[] = [
  { name: 'mutual recursion', fn: isEven, args: [7] },
  { name: 'loop variable', fn: loop[2]!, args: [21] },
  { name: 'loop variable of for of', fn: each[1]! },
  { name: 'caught error', fn: caught },
  { name: 'destructured intrinsic', fn: (x: number) => max(x, 3), args: [2] },
  { name: 'destructured variables', fn: () => [renamed, others, first, third] },
  { name: 'parameters of the function around', fn: parameter, args: [0] },
  { name: 'three functions deep', fn: deep, args: [4] },
  { name: 'one name in three blocks', fn: () => blocks.map(f => f()) },
  { name: 'shadowing', fn: shadow, args: ['a'] },
  {
    name: 'template, regex, shorthand, label',
    fn: (x: string) => {
      const out: string[] = []
      outer: for (const c of x) {
        for (const _ of [1]) if (/b/u.test(c)) continue outer
        out.push(`${c}-${greeting}`)
      }
      return { out, base, t: typeof it }
    },
    args: ['abc'],
  },
  { name: 'written module variable', fn: () => ++written },
  { name: 'variable that is undefined', fn: () => unassigned === undefined },
  { name: 'variable assigned in the task', fn: () => (unassigned = 3) },
  { name: 'logical assignment', fn: () => [lazy(), lazy()] },
  { name: 'closures that share a variable', fn: () => [one.inc(), one.inc(), one.get()] },
  { name: 'two contexts with equal values', fn: () => [one.inc(), two.get(), two.inc(), one.get()] },
  { name: 'destructuring assignment to shared variables', fn: () => [swap.swap(), swap.read()] },
  { name: 'object as it is now', fn: () => later.value },
  { name: 'typeof of an unknown global', fn: () => [typeof it, typeof globalThis] },
  {
    name: 'process and globals',
    fn: () => [typeof process.pid, typeof Buffer.from, typeof structuredClone, typeof performance.now()],
  },
  { name: 'timer', fn: async (ms: number) => new Promise(done => setTimeout(done, ms, base)), args: [1] },
  {
    name: 'var and function in a block',
    fn: (x: number) => {
      if (x > 0) {
        // biome-ignore lint/correctness/noInnerDeclarations: what is tested
        var found: number | undefined = x + base
        function inner() {
          return x + 1
        }
        return inner() + found
      }
      return found
    },
    args: [1],
  },
  {
    name: 'optional chaining and nullish',
    fn: (x: { y?: { z: number } } | null) => x?.y?.z ?? base,
    args: [null],
  },
]
