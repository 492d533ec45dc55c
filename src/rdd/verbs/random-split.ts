import { constant, derive } from '../../lineage/fn.ts'
import { calling, failure } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Seeded } from '../shape.ts'
import { drawing, seedOf } from './sample.ts'

type Splits<T, W> = { -readonly [I in keyof W]: RDD<T> }

export const randomSplit = <const W extends readonly number[]>(
  weights: W,
  options?: Seeded,
): (<T>(rdd: RDD<T>) => Splits<T, W>) => {
  const call = calling('randomSplit')
  checkOptions(call, options)
  if (!Array.isArray(weights) || !weights.every(w => Number.isFinite(w) && w >= 0) || !(sum(weights) > 0))
    throw failure(call, 'ARGUMENT', 'takes a list of weights of 0 or more, not all of them 0.')
  const total = sum(weights)
  const edges = weights.map((_, i) => sum(weights.slice(0, i)) / total)
  return rdd => {
    const seed = seedOf(call, rdd, options)
    return edges.map((from, i) =>
      drawing(call, rdd, derive('drawn', constant({ from, to: edges[i + 1] ?? 1, seed }))),
    ) as never
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
