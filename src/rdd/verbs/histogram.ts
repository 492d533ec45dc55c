import { constant, derive } from '../../lineage/fn.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkCount } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Running } from '../shape.ts'
import { folded } from './fold.ts'
import { measured } from './stats.ts'

export const histogram = (
  buckets: number | readonly number[],
  options?: Running,
): ((rdd: RDD<number>) => Promise<[edges: number[], counts: number[]]>) => {
  const call = calling('histogram')
  return async rdd => {
    const edges =
      typeof buckets === 'object' ? checked(call, buckets) : await even(call, rdd, buckets, options)
    const zero = Array<number>(edges.length - 1).fill(0)
    const tally = derive('tally', constant(edges))
    return [edges, await folded(call, rdd, zero, tally, derive('addEach'), options)]
  }
}

const checked = (call: Call, edges: readonly number[]): number[] => {
  if (!Array.isArray(edges) || edges.length < 2 || !edges.every((x, i) => i === 0 || edges[i - 1]! < x))
    throw failure(call, 'ARGUMENT', 'takes two edges of buckets or more, each greater than the one before.')
  return [...edges]
}

/** From the least to the greatest element; one bucket where these are the same. */
const even = async (
  call: Call,
  rdd: RDD<number>,
  buckets: number,
  options: Running | undefined,
): Promise<number[]> => {
  checkCount(call, buckets, 'a number of buckets')
  const { count, min, max } = await measured(call, rdd, options)
  if (count === 0) throw failure(call, 'DATA', 'of an empty RDD: there is no element.')
  if (!Number.isFinite(min) || !Number.isFinite(max))
    throw failure(call, 'DATA', 'needs finite numbers to make buckets of: give their edges.')
  if (min === max) return [min, max]
  return Array.from({ length: buckets + 1 }, (_, i) =>
    i === buckets ? max : min + ((max - min) * i) / buckets,
  )
}
