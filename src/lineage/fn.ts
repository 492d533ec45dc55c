// A function in the lineage: the user's own closure, or a combinator of partita over such closures.
// Combinators are data, so that a derived verb ships the user's function and never a closure of the library,
// and so that an engine may see through them (`mapValues` is inlined into the fused loop).

import { Group } from './group.ts'

// biome-ignore lint/suspicious/noExplicitAny: nodes are untyped inside; the type parameter lives on RDD<T> only
export type Callable = (...args: any[]) => any

export interface Derived {
  readonly derived: CombinatorName
  readonly args: readonly unknown[]
}

export type Fn = Callable | Derived

type Pair = readonly [unknown, unknown]
type Sides = readonly [unknown, readonly [Group<unknown>, Group<unknown>]]
interface Tagged {
  readonly _tag: string
  readonly value?: unknown
  readonly left?: unknown
  readonly right?: unknown
}

/** What a key without a partner is joined with. */
const NOTHING: Group<unknown> = new Group([undefined])

/** So many pairs of one key are made at once, which is several times faster; more are made one by one. */
const MOST_AT_ONCE = 256
const isFew = ([, [left, right]]: Sides): boolean => left.length * right.length <= MOST_AT_ONCE

const joinedList = ([key, [left, right]]: Sides): unknown[] => {
  const pairs: unknown[] = []
  for (const v of left) for (const w of right) pairs.push([key, [v, w]])
  return pairs
}

function* joinedOneByOne([key, [left, right]]: Sides): Generator<unknown, void, undefined> {
  for (const v of left) for (const w of right) yield [key, [v, w]]
}

/** Each combinator takes its arguments (user functions, fp-ts instances, plain values) and gives the function that runs. */
export const COMBINATORS = {
  key: () => (pair: Pair) => pair[0],
  value: () => (pair: Pair) => pair[1],
  keyBy: (f: Callable) => (x: unknown) => [f(x), x],
  mapValues: (f: Callable) => (pair: Pair) => [pair[0], f(pair[1])],
  flatMapValues: (f: Callable) =>
    function* ([key, value]: Pair) {
      for (const x of f(value) as Iterable<unknown>) yield [key, x]
    },
  withUndefined: () => (x: unknown) => [x, undefined],
  identity: () => (x: unknown) => x,
  first: () => (x: unknown) => x,
  add: () => (a: number, b: number) => a + b,
  /** Values of one key gather in an array, which becomes a Group once it is whole. */
  groupOf: () => (value: unknown) => [value],
  groupAppend: () => (values: unknown[], value: unknown) => {
    values.push(value)
    return values
  },
  groupConcat: () => (values: unknown[], others: readonly unknown[]) => {
    for (const value of others) values.push(value)
    return values
  },
  group: () => (values: readonly unknown[]) => new Group(values),
  /** An fp-ts Semigroup or Monoid as a function; called as a method, for instances that use `this`. */
  concat: (s: { concat: Callable }) => (a: unknown, b: unknown) => s.concat(a, b),
  /** An fp-ts Ord as a comparison. */
  compare: (o: { compare: Callable }) => (a: unknown, b: unknown) => o.compare(a, b),
  partitionIndexed: (f: Callable) => (it: unknown, ctx: { partition: number }) => f(ctx.partition, it, ctx),
  not: (f: Callable) => (x: unknown) => !f(x),
  /** What fp-ts puts in an Option or on one side of an Either, as none or one. */
  compact: () => (option: Tagged) => (option._tag === 'Some' ? [option.value] : []),
  lefts: () => (either: Tagged) => (either._tag === 'Left' ? [either.left] : []),
  rights: () => (either: Tagged) => (either._tag === 'Right' ? [either.right] : []),
  glom: () => (it: Iterable<unknown>) => [[...it]],
  joined: () => (sides: Sides) => (isFew(sides) ? joinedList(sides) : joinedOneByOne(sides)),
  leftJoined:
    () =>
    ([key, [left, right]]: Sides) => {
      const sides: Sides = [key, [left, right.length > 0 ? right : NOTHING]]
      return isFew(sides) ? joinedList(sides) : joinedOneByOne(sides)
    },
} satisfies Record<string, (...args: never[]) => Callable>

export type CombinatorName = keyof typeof COMBINATORS

export const derive = (derived: CombinatorName, ...args: readonly unknown[]): Derived =>
  Object.freeze({ derived, args: Object.freeze([...args]) })

export const isDerived = (f: Fn): f is Derived => typeof f !== 'function'

/** The function that runs. Arguments that are themselves combinators are realised first. */
export const realise = (f: Fn): Callable => {
  if (!isDerived(f)) return f
  const make = COMBINATORS[f.derived] as (...args: unknown[]) => Callable
  return make(...f.args.map(arg => (isCombinator(arg) ? realise(arg) : arg)))
}

/** Among the arguments of a combinator, which may be anything. */
export const isCombinator = (x: unknown): x is Derived =>
  typeof x === 'object' &&
  x !== null &&
  'derived' in x &&
  typeof x.derived === 'string' &&
  x.derived in COMBINATORS
