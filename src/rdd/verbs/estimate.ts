// Not a method: what the approximate actions are. Partitions are evaluated in a random order, more in each round; those
// of the finished rounds are a sample of all (cluster sampling without replacement: Cochran, Sampling Techniques, 1977, ch. 9).

import { PartitaError } from '../../fault.ts'
import type { Action } from '../../lineage/action.ts'
import { randomOf } from '../../lineage/random.ts'
import { studentBound } from '../../lineage/student.ts'
import { type Call, failure } from '../call.ts'
import { checkCount, checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { run, telling } from '../run.ts'
import type { Estimate, Estimating } from '../shape.ts'
import { seedOf } from './sample.ts'

/** What was learnt from `parts` of `of` partitions. */
export interface Learnt<R> {
  readonly parts: readonly R[]
  readonly of: number
  readonly confidence: number
}

export const learnt = async <R>(
  call: Call,
  rdd: RDD<unknown>,
  action: Action,
  options: Estimating | undefined,
): Promise<Learnt<R>> => {
  checkOptions(call, options)
  const { timeout, partitions, confidence = 0.95, signal } = options ?? {}
  if (typeof confidence !== 'number' || !(confidence > 0 && confidence < 1))
    throw failure(call, 'ARGUMENT', `takes a confidence between 0 and 1, not ${String(confidence)}.`)
  if (timeout !== undefined) checkCount(call, timeout, 'a timeout')
  if (partitions !== undefined) checkCount(call, partitions, 'a number of partitions')
  const of = await telling(call, rdd, () => rdd.driver.engine.numPartitions(rdd.lineage))
  const order = shuffled(of, seedOf(call, rdd, options))
  const most = Math.min(of, partitions ?? of)
  const parts: R[] = []
  const late = new AbortController()
  const timer = timeout === undefined ? undefined : setTimeout(() => late.abort(), timeout)
  try {
    // The first round is always finished: two partitions tell how different they are.
    for (
      let size = timeout === undefined ? most : 2;
      parts.length < most && !late.signal.aborted;
      size *= 2
    ) {
      const next = order.slice(parts.length, Math.min(most, parts.length + size))
      const ends = [signal, parts.length === 0 ? undefined : late.signal].filter(end => end !== undefined)
      parts.push(...(await run<R>(call, rdd, action, { signal: AbortSignal.any(ends) }, next)))
    }
  } catch (error) {
    const isLate = late.signal.aborted && error instanceof PartitaError && error.code === 'CANCELLED'
    if (!isLate || signal?.aborted === true || parts.length === 0) throw error
  } finally {
    clearTimeout(timer)
  }
  return { parts, of, confidence }
}

const shuffled = (n: number, seed: number): readonly number[] => {
  const random = randomOf(seed)
  return Array.from({ length: n }, (_, i) => ({ i, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ i }) => i)
}

/** The total of all partitions. `least`: it cannot be less than what was counted. */
export const totalOf = ({ parts, of, confidence }: Learnt<number>, least: boolean): Estimate => {
  const seen = parts.reduce((a, b) => a + b, 0)
  if (parts.length === of) return exact(seen, of)
  const mean = seen / parts.length
  const value = of * mean
  const off =
    of *
    deviation(
      parts.map(part => part - mean),
      of,
      confidence,
    )
  return {
    value,
    low: Math.max(value - off, least ? seen : -Infinity),
    high: value + off,
    confidence,
    partitions: parts.length,
    of,
  }
}

/** Of sums over counts. */
export const ratioOf = ({
  parts,
  of,
  confidence,
}: Learnt<{ readonly sum: number; readonly count: number }>): Estimate => {
  const sum = parts.reduce((a, part) => a + part.sum, 0)
  const count = parts.reduce((a, part) => a + part.count, 0)
  const value = count === 0 ? 0 : sum / count
  if (parts.length === of) return exact(value, of)
  const residuals = parts.map(part => part.sum - value * part.count)
  const off = count === 0 ? Infinity : (deviation(residuals, of, confidence) * parts.length) / count
  return { value, low: value - off, high: value + off, confidence, partitions: parts.length, of }
}

const exact = (value: number, of: number): Estimate => ({
  value,
  low: value,
  high: value,
  confidence: 1,
  partitions: of,
  of,
})

/** How far the mean of these differences may be from that of all. */
const deviation = (differences: readonly number[], of: number, confidence: number): number => {
  const n = differences.length
  if (n < 2) return Infinity
  const variance = differences.reduce((sum, x) => sum + x * x, 0) / (n - 1)
  return studentBound(n - 1, confidence) * Math.sqrt((variance / n) * (1 - n / of))
}
