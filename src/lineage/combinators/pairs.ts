// Combinators of pairs, and of the groups that a cogroup makes of them.

import type { Callable } from '../callable.ts'
import { type Compare, compareValues } from '../compare.ts'
import { Group } from '../group.ts'
import { canonicalKey, equalKeys, isStructured, normalKey } from '../key.ts'
import { type Keyed, keyed } from '../keyed.ts'

type Pair = readonly [unknown, unknown]
type Sides = readonly [unknown, readonly [Group<unknown>, Group<unknown>]]

/** What a key without a partner is joined with. */
const NOTHING: Group<unknown> = new Group([undefined])
const asIs = (side: Group<unknown>): Group<unknown> => side
const orNothing = (side: Group<unknown>): Group<unknown> => (side.length > 0 ? side : NOTHING)

/** So many pairs of one key are made at once, which is several times faster; more are made one by one. */
const MOST_AT_ONCE = 256

/** Each value on the left with each on the right; what stands in for an empty side says which join it is. */
const pairing =
  (leftOf: typeof asIs, rightOf: typeof asIs) =>
  ([key, sides]: Sides): Iterable<unknown> => {
    const left = leftOf(sides[0])
    const right = rightOf(sides[1])
    return left.length * right.length <= MOST_AT_ONCE
      ? joinedList(key, left, right)
      : joinedOneByOne(key, left, right)
  }

const joinedList = (key: unknown, left: Group<unknown>, right: Group<unknown>): unknown[] => {
  const pairs: unknown[] = []
  for (const v of left) for (const w of right) pairs.push([key, [v, w]])
  return pairs
}

function* joinedOneByOne(
  key: unknown,
  left: Group<unknown>,
  right: Group<unknown>,
): Generator<unknown, void, undefined> {
  for (const v of left) for (const w of right) yield [key, [v, w]]
}

const gathered = (pairs: readonly Pair[]): Keyed<unknown[]> => {
  const table = keyed<unknown[]>()
  for (const [key, value] of pairs) {
    const values = table.get(key)
    if (values === undefined) table.set(key, [value])
    else values.push(value)
  }
  return table
}

export const PAIRS = {
  key: () => (pair: Pair) => pair[0],
  value: () => (pair: Pair) => pair[1],
  keyBy: (f: Callable) => (x: unknown) => [f(x), x],
  mapValues: (f: Callable) => (pair: Pair) => [pair[0], f(pair[1])],
  flatMapValues: (f: Callable) =>
    function* ([key, value]: Pair) {
      for (const x of f(value) as Iterable<unknown>) yield [key, x]
    },
  keyAlone: () => (pair: Pair) => [pair[0], undefined],
  /** The key comes as a constant; its text is made once. */
  hasKey: (constant: () => unknown) => {
    const key = constant()
    if (!isStructured(key)) return (pair: Pair) => equalKeys(pair[0], key)
    const text = canonicalKey(key)
    return ([other]: Pair) => isStructured(other) && canonicalKey(other) === text
  },
  /** The first value of a key, folded from a zero of its own. */
  startFrom: (zero: () => unknown, f: Callable) => (value: unknown) => f(zero(), value),
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
  joined: () => pairing(asIs, asIs),
  leftJoined: () => pairing(asIs, orNothing),
  rightJoined: () => pairing(orNothing, asIs),
  fullJoined: () => pairing(orNothing, orNothing),
  /** Pairs come with all pairs of the other side: each value with those of the same key, or with nothing. */
  joinedBeside: (constant: () => { readonly outer: boolean; readonly swapped: boolean }) => {
    const { outer, swapped } = constant()
    const none = outer ? [undefined] : []
    return function* (it: Iterable<readonly [Pair, readonly Pair[]]>) {
      let table: Keyed<unknown[]> | undefined
      for (const [[key, value], others] of it) {
        table ??= gathered(others)
        for (const other of table.get(key) ?? none)
          yield [normalKey(key), swapped ? [other, value] : [value, other]]
      }
    }
  },
  keyWithin: (constant: () => readonly [unknown, unknown], compare: Compare = compareValues) => {
    const [lower, upper] = constant()
    return ([key]: Pair) => compare(lower, key) <= 0 && compare(key, upper) <= 0
  },
  /** The pairs of the left side whose key the right side lacks. */
  unmatched: () =>
    function* ([key, [left, right]]: Sides) {
      if (right.length === 0) for (const v of left) yield [key, v]
    },
  /** The keys that both sides have. */
  shared:
    () =>
    ([key, [left, right]]: Sides) =>
      left.length > 0 && right.length > 0 ? [key] : [],
} satisfies Record<string, (...args: never[]) => Callable>
