// The portable hash that places keys: hash partition = nonNegativeMod(hashKey(key), n). Part of the meaning: a change
// here changes where records live and the order of results. Guarded by laws/lineage/hash.law.ts.

import { canonicalKey, refuseKey } from './key.ts'

/**
 * An int32; equal keys have equal hashes. Numbers as `hashNumber`, strings as `hashString`, bigints by their decimal
 * digits, structured keys by their canonical text, true 1231 and false 1237 (as in Java), null and undefined 0.
 */
export const hashKey = (key: unknown): number => {
  switch (typeof key) {
    case 'number':
      return hashNumber(key)
    case 'string':
      return hashString(key)
    case 'bigint':
      return hashString(key.toString())
    case 'boolean':
      return key ? 1231 : 1237
    case 'undefined':
      return 0
    case 'object':
      return key === null ? 0 : hashString(canonicalKey(key))
    default:
      return refuseKey(key)
  }
}

/** Integers of 32 bits are their own hash, so that they spread by modulo; others hash the bits of the float64. */
export const hashNumber = (x: number): number => {
  if ((x | 0) === x) return x | 0
  if (Number.isNaN(x)) return mix(0x7ff80000) // a NaN may carry any payload
  view.setFloat64(0, x)
  return mix(Math.imul(view.getInt32(4), 0x01000193) ^ view.getInt32(0))
}

const view = new DataView(new ArrayBuffer(8))

/** FNV-1a over UTF-16 code units (32 bits; a unit, not a byte, a step), finalised by MurmurHash3's fmix32. */
export const hashString = (s: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193)
  return mix(h)
}

/** `hashString` of the string whose UTF-16 code units stand at `start` up to `end`. */
export const hashUnits = (units: Uint8Array | Uint16Array, start: number, end: number): number => {
  let h = 0x811c9dc5
  for (let i = start; i < end; i++) h = Math.imul(h ^ units[i]!, 0x01000193)
  return mix(h)
}

const mix = (x: number): number => {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** The non-negative remainder; `hash` is an int32. */
export const partitionOf = (hash: number, numPartitions: number): number => {
  const rest = (hash % numPartitions) | 0
  return rest < 0 ? rest + numPartitions : rest
}
