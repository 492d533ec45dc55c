// In which order keys stand, stably: by radix where they are all numbers or all strings and compared as everybody
// expects, else by comparison. Both say the same. Guarded by laws/shuffle/sort.law.ts.

import type { Compare } from '../lineage/compare.ts'
import { keyComparisonOf, type RunnableOrder } from '../lineage/order.ts'
import { radixOrder } from './radix.ts'

/** Positions of the keys, first to last. */
export const sortOrder = (keys: readonly unknown[], order: RunnableOrder): Uint32Array => {
  if (order.compare === undefined && keys.length >= FEW) {
    if (keys.every(key => typeof key === 'number'))
      return orderOfNumbers(keys as readonly number[], order.descending)
    if (keys.every(key => typeof key === 'string'))
      return orderOfStrings(keys as readonly string[], order.descending)
  }
  return byComparison(keys, positions(keys.length), keyComparisonOf(order))
}

/** Strings that agree in so many units, beside those that all have in common, are compared. */
const DEEPEST = 64

/** What ties after a radix pass is mostly a handful: up to this insertion is fastest, which allocates nothing. */
const TINY = 12

/** Below this a comparison sort is as fast. */
const FEW = 256

const positions = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i)

const byComparison = (keys: readonly unknown[], among: Uint32Array, compare: Compare): Uint32Array =>
  Uint32Array.from(Array.from(among).sort((a, b) => compare(keys[a], keys[b])))

/** In place. */
const byInsertion = (keys: readonly string[], among: Uint32Array, compare: Compare): Uint32Array => {
  for (let i = 1; i < among.length; i++) {
    const position = among[i]!
    let to = i
    for (; to > 0 && compare(keys[among[to - 1]!], keys[position]) > 0; to--) among[to] = among[to - 1]!
    among[to] = position
  }
  return among
}

/** The bits of a float64, the sign turned, order as the numbers do; one NaN, after all of them. */
const orderOfNumbers = (keys: readonly number[], descending: boolean): Uint32Array => {
  const floats = new Float64Array(keys.length)
  for (let i = 0; i < keys.length; i++) floats[i] = Number.isNaN(keys[i]) ? Number.NaN : keys[i]! + 0
  const halves = new Uint32Array(floats.buffer)
  const high = new Uint32Array(keys.length)
  const low = new Uint32Array(keys.length)
  const flip = descending ? ~0 : 0
  for (let i = 0; i < keys.length; i++) {
    const top = halves[2 * i + 1]!
    const turn = (top >>> 31 === 1 ? ~0 : 0) ^ flip
    high[i] = top ^ (turn === flip ? turn ^ 0x80000000 : turn)
    low[i] = halves[2 * i]! ^ turn
  }
  return radixOrder(high, low)
}

const orderOfStrings = (keys: readonly string[], descending: boolean): Uint32Array => {
  const start = commonPrefix(keys)
  return orderFrom(keys, positions(keys.length), start, start + DEEPEST, descending)
}

/** How many units all keys begin with alike: `user-`, `2025-01-`. */
const commonPrefix = (keys: readonly string[]): number => {
  const first = keys[0]!
  let length = first.length
  for (let i = 1; i < keys.length && length > 0; i++) {
    const key = keys[i]!
    let same = 0
    while (same < length && key.charCodeAt(same) === first.charCodeAt(same)) same++
    length = same
  }
  return length
}

/** Orders strings that agree in their first `depth` units by the next ones, and what still agrees by those after. */
const orderFrom = (
  keys: readonly string[],
  among: Uint32Array,
  depth: number,
  deepest: number,
  descending: boolean,
): Uint32Array => {
  const compare = descending ? falling : rising
  if (among.length <= TINY) return byInsertion(keys, among, compare)
  if (among.length < FEW || depth > deepest) return byComparison(keys, among, compare)
  const { high, low, units, more, zeros } = prefixes(keys, among, depth, descending)
  const [firsts, seconds] = [high.slice(), low.slice()]
  const order = radixOrder(high, low)
  const sorted = order.map(position => among[position]!)
  if (!more && !zeros) return sorted
  for (let from = 0; from < order.length; ) {
    const [first, second] = [firsts[order[from]!], seconds[order[from]!]]
    let to = from + 1
    while (to < order.length && firsts[order[to]!] === first && seconds[order[to]!] === second) to++
    if (to - from > 1) {
      const tied = sorted.slice(from, to)
      sorted.set(
        zeros ? byComparison(keys, tied, compare) : orderFrom(keys, tied, depth + units, deepest, descending),
        from,
      )
    }
    from = to
  }
  return sorted
}

const rising: Compare = (a, b) => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1)
const falling: Compare = (a, b) => rising(b, a)

/**
 * The next units of each string as a 64-bit number: eight of 8 bits where all are, else four of 16. Equal numbers may
 * stand for different strings where some have `more` units, or `zeros`, which also fill what is missing.
 */
const prefixes = (keys: readonly string[], among: Uint32Array, depth: number, descending: boolean) => {
  const narrow = packed(keys, among, depth, descending, 8)
  return narrow.fits ? narrow : packed(keys, among, depth, descending, 4)
}

const packed = (
  keys: readonly string[],
  among: Uint32Array,
  depth: number,
  descending: boolean,
  units: 8 | 4,
) => {
  const high = new Uint32Array(among.length)
  const low = new Uint32Array(among.length)
  const flip = descending ? ~0 : 0
  const bits = 64 / units
  const half = units / 2
  let all = 0
  let more = false
  let zeros = false
  for (let i = 0; i < among.length; i++) {
    const key = keys[among[i]!]!
    const end = key.length
    more ||= end > depth + units
    let first = 0
    let second = 0
    for (let k = 0; k < half; k++) {
      const at = depth + k
      const a = at < end ? key.charCodeAt(at) : 0
      const b = at + half < end ? key.charCodeAt(at + half) : 0
      zeros ||= (a === 0 && at < end) || (b === 0 && at + half < end)
      all |= a | b
      first = (first << bits) | a
      second = (second << bits) | b
    }
    high[i] = first ^ flip
    low[i] = second ^ flip
  }
  return { high, low, units, more, zeros, fits: all < 2 ** bits }
}
