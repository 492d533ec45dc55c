// How many different values there are, about: HyperLogLog (Flajolet, Fusy, Gandouet & Meunier 2007) over 64 bits, with
// Ertl's estimator (2017, arXiv:1702.01284, algorithm 6), which needs no tables and holds from 0 on. A sketch of a few
// values is a list, so that one for each key costs little; both forms are plain data and merge in any order.

import { hashWide } from './wide-hash.ts'

/** 2^precision registers; or, while they are few, the registers that are not 0, each as register · 64 + its value. */
export type Sketch = number[] | Uint8Array

/** Registers to a list. */
const FEW = 48

/** The standard deviation of the relative error is 1.04 / √registers. */
export const precisionFor = (relativeError: number): number =>
  Math.max(4, Math.ceil(2 * Math.log2(1.04 / relativeError)))

/** In place, unless the list grows out of its form. */
export const addToSketch = (sketch: Sketch, value: unknown, precision: number): Sketch => {
  hashWide(value, hash)
  const high = hash[0]!
  const low = hash[1]!
  const rest = high << precision
  const zeros = rest === 0 ? 32 - precision + Math.clz32(low) : Math.clz32(rest)
  return raise(sketch, high >>> (32 - precision), zeros + 1, precision)
}

const hash = new Int32Array(2)

export const mergeSketches = (a: Sketch, b: Sketch, precision: number): Sketch => {
  let merged = a
  if (Array.isArray(b)) for (const code of b) merged = raise(merged, code >>> 6, code & 63, precision)
  else for (let i = 0; i < b.length; i++) if (b[i] !== 0) merged = raise(merged, i, b[i]!, precision)
  return merged
}

const raise = (sketch: Sketch, register: number, value: number, precision: number): Sketch => {
  if (!Array.isArray(sketch)) {
    if (sketch[register]! < value) sketch[register] = value
    return sketch
  }
  const at = sketch.findIndex(code => code >>> 6 === register)
  if (at >= 0) sketch[at] = Math.max(sketch[at]!, register * 64 + value)
  else if (sketch.push(register * 64 + value) > FEW) {
    const registers = new Uint8Array(2 ** precision)
    for (const code of sketch) registers[code >>> 6] = code & 63
    return registers
  }
  return sketch
}

export const estimateOf = (sketch: Sketch, precision: number): number => {
  const registers = 2 ** precision
  const greatest = 64 - precision + 1
  const holding = new Array<number>(greatest + 1).fill(0)
  for (const code of sketch) holding[code & 63]!++
  if (Array.isArray(sketch)) holding[0] = registers - sketch.length
  let z = registers * tau(1 - holding[greatest]! / registers)
  for (let value = greatest - 1; value >= 1; value--) z = (z + holding[value]!) / 2
  z += registers * sigma(holding[0]! / registers)
  return Math.round(registers ** 2 / (2 * Math.LN2 * z))
}

const sigma = (start: number): number => {
  if (start === 1) return Number.POSITIVE_INFINITY
  let x = start
  let sum = x
  for (let weight = 1, before = -1; sum !== before; weight *= 2) {
    x *= x
    before = sum
    sum += x * weight
  }
  return sum
}

const tau = (start: number): number => {
  if (start === 0 || start === 1) return 0
  let x = start
  let sum = 1 - x
  for (let weight = 0.5, before = -1; sum !== before; weight /= 2) {
    x = Math.sqrt(x)
    before = sum
    sum -= (1 - x) ** 2 * weight
  }
  return sum / 3
}
