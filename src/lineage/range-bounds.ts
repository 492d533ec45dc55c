// Bounds of a global sort: parallel sorting by regular sampling (Shi & Schaeffer 1992), weighted by partition size.
// Each sorted input gives keys at regular distances; each key stands for the records since the key before it, so a range
// holds at most total/n records, plus one such distance per input, plus those that share a key. No randomness.

import type { Compare } from './compare.ts'

export interface Sample {
  /** Sorted; from `regularSample`. */
  readonly keys: readonly unknown[]
  /** How many records the keys stand for. */
  readonly records: number
}

/** Keys to take of each input: twenty for each range, a million in all at most. */
export const sampleSize = (numPartitions: number, inputs: number): number =>
  Math.min(20 * numPartitions, Math.ceil(1_000_000 / inputs))

/** At most `size` keys of the sorted ones, at regular distances, the last among them. */
export const regularSample = (sortedKeys: readonly unknown[], size: number): unknown[] =>
  sortedKeys.length <= size
    ? sortedKeys.slice()
    : Array.from({ length: size }, (_, i) => sortedKeys[Math.floor(((i + 1) * sortedKeys.length) / size) - 1])

/** The upper bounds (inclusive) of all ranges but the last: n − 1 of them in order, or none where there is no record. */
export const boundsOf = (
  samples: readonly Sample[],
  numPartitions: number,
  compare: Compare,
): readonly unknown[] => {
  const sampled = samples
    .flatMap(({ keys, records }) => keys.map(key => ({ key, weight: records / keys.length })))
    .sort((a, b) => compare(a.key, b.key))
  if (sampled.length === 0) return []
  const total = sampled.reduce((sum, { weight }) => sum + weight, 0)
  const bounds: unknown[] = []
  let at = 0
  let upTo = sampled[0]!.weight
  for (let i = 1; i < numPartitions; i++) {
    while (upTo < (i * total) / numPartitions && at < sampled.length - 1) upTo += sampled[++at]!.weight
    bounds.push(sampled[at]!.key)
  }
  return bounds
}

/** Whether a range has keys from `lower` up to `upper`; in the order of the bounds these may stand the other way round. */
export const meets = (
  bounds: readonly unknown[],
  range: number,
  [lower, upper]: readonly [unknown, unknown],
  compare: Compare,
): boolean => {
  const ends = [rangeOf(bounds, lower, compare), rangeOf(bounds, upper, compare)]
  return Math.min(...ends) <= range && range <= Math.max(...ends)
}

/** The range of a key: the number of bounds strictly before it. */
export const rangeOf = (bounds: readonly unknown[], key: unknown, compare: Compare): number => {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(bounds[middle], key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
