// Numbers in random order: each number below 2^52 has one place, and no two share it.

/** A Feistel network of four rounds over two halves of 26 bits (Luby & Rackoff 1988): a permutation, whatever the rounds do. */
export const shuffledPlace = (n: number, seed: number): number => {
  let left = Math.floor(n / HALF)
  let right = n % HALF
  for (let round = 0; round < 4; round++) {
    const next = left ^ (mixed(right + Math.imul(seed + round, 0x9e3779b9), seed) & (HALF - 1))
    left = right
    right = next
  }
  return left * HALF + right
}

const HALF = 2 ** 26

const mixed = (x: number, seed: number): number => {
  let h = (x ^ Math.floor(seed / 2 ** 32)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
