// Random numbers that are the same on every machine: xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom
// number generators", 2018; https://prng.di.unimi.it/xoshiro128starstar.c), its state filled with hashes of the seeds.

import { hashString } from './hash.ts'

/** Numbers in [0, 1), of 53 bits. */
export type Random = () => number

/** Other seeds, or the same in another order, give another sequence. */
export const randomOf = (...seeds: readonly number[]): Random => {
  const word = (i: number): number => hashString(`${i}:${seeds.join()}`)
  // A state of zeros would stay zeros.
  const next = xoshiro(word(0) | 1, word(1), word(2), word(3))
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
}

export const xoshiro = (a: number, b: number, c: number, d: number): (() => number) => {
  let s0 = a
  let s1 = b
  let s2 = c
  let s3 = d
  return () => {
    const result = Math.imul(rotated(Math.imul(s1, 5), 7), 9) >>> 0
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = rotated(s3, 11)
    return result
  }
}

const rotated = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** Knuth, TAOCP vol. 2, §3.4.1: uniform numbers are multiplied until the product is below e^−mean. */
export const poisson = (random: Random, mean: number): number => {
  let n = 0
  // The sum of independent Poisson numbers is one; the power of a large mean would be 0.
  for (let rest = mean; rest > 0; rest -= STRIDE) {
    const limit = Math.exp(-Math.min(rest, STRIDE))
    for (let product = random(); product > limit; product *= random()) n++
  }
  return n
}
const STRIDE = 32
