// Stable order of 64-bit keys by radix: six passes of 11 bits from the lowest, those that would move nothing skipped.

const BITS = 11
const SIZE = 1 << BITS
const PASSES = 3

/** The i-th smallest of the keys (`high`, `low`, unsigned) is at the result's index i; both are used up. */
export const radixOrder = (high: Uint32Array, low: Uint32Array): Uint32Array => {
  const n = high.length
  let from: Keys = { order: Uint32Array.from({ length: n }, (_, i) => i), high, low }
  let to: Keys = { order: new Uint32Array(n), high: new Uint32Array(n), low: new Uint32Array(n) }
  for (const half of ['low', 'high'] as const) {
    const counts = digitCounts(from[half])
    for (let pass = 0; pass < PASSES; pass++) {
      const count = counts.subarray(pass * SIZE, (pass + 1) * SIZE)
      const shift = pass * BITS
      if (n === 0 || count[(from[half][0]! >>> shift) & (SIZE - 1)] === n) continue
      let start = 0
      for (let digit = 0; digit < SIZE; digit++) {
        const size = count[digit]!
        count[digit] = start
        start += size
      }
      scatter(from, to, from[half], shift, count)
      const next = to
      to = from
      from = next
    }
  }
  return from.order
}

interface Keys {
  readonly order: Uint32Array
  readonly high: Uint32Array
  readonly low: Uint32Array
}

const digitCounts = (keys: Uint32Array): Uint32Array => {
  const counts = new Uint32Array(PASSES * SIZE)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    counts[key & (SIZE - 1)]!++
    counts[SIZE + ((key >>> BITS) & (SIZE - 1))]!++
    counts[2 * SIZE + (key >>> (2 * BITS))]!++
  }
  return counts
}

const scatter = (from: Keys, to: Keys, digits: Uint32Array, shift: number, next: Uint32Array): void => {
  const n = digits.length
  for (let i = 0; i < n; i++) {
    const at = next[(digits[i]! >>> shift) & (SIZE - 1)]!++
    to.order[at] = from.order[i]!
    to.high[at] = from.high[i]!
    to.low[at] = from.low[i]!
  }
}
