// Combinators of single records. Each takes its arguments (user functions, fp-ts instances, constants) and gives the
// function that runs; it may run in a worker, so it knows nothing but them.

import type { Callable } from '../callable.ts'

export interface Tagged {
  readonly _tag: string
  readonly value?: unknown
  readonly left?: unknown
  readonly right?: unknown
}

export interface Standard {
  readonly '~standard': { readonly validate: Callable }
}

export const ELEMENTS = {
  identity: () => (x: unknown) => x,
  first: () => (x: unknown) => x,
  one: () => () => 1,
  add: () => (a: number, b: number) => a + b,
  increment: () => (n: number) => n + 1,
  /** A plain value, for a combinator that takes more than functions. */
  constant: (value: unknown) => () => value,
  /** A plain value that the one who gets it may change. */
  copies: (value: unknown) => () =>
    typeof value === 'object' && value !== null ? structuredClone(value) : value,
  withUndefined: () => (x: unknown) => [x, undefined],
  not: (f: Callable) => (x: unknown) => !f(x),
  /** An fp-ts Semigroup or Monoid as a function; called as a method, for instances that use `this`. */
  concat: (s: { concat: Callable }) => (a: unknown, b: unknown) => s.concat(a, b),
  /** An fp-ts Ord as a comparison. */
  compare: (o: { compare: Callable }) => (a: unknown, b: unknown) => o.compare(a, b),
  /** Adds one to an accumulator of numbers. */
  addOne: (accumulator: { add: Callable }) => () => accumulator.add(1),
  /** What a Standard Schema says of a value. */
  validate: (schema: Standard) => (value: unknown) => schema['~standard'].validate(value),
  /** The same of a schema that is made where it is used. */
  validateBy: (make: () => Standard) => {
    const schema = make()
    return (value: unknown) => schema['~standard'].validate(value)
  },
  /** What fp-ts puts in an Option or on one side of an Either, as none or one. */
  compact: () => (option: Tagged) => (option._tag === 'Some' ? [option.value] : []),
  lefts: () => (either: Tagged) => (either._tag === 'Left' ? [either.left] : []),
  rights: () => (either: Tagged) => (either._tag === 'Right' ? [either.right] : []),
} satisfies Record<string, (...args: never[]) => Callable>
