import { estimateOf, precisionFor, type Sketch } from '../../lineage/distinct-count.ts'
import { constant, derive } from '../../lineage/fn.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Approximate, Running } from '../shape.ts'
import { folded } from './fold.ts'

export const countApproxDistinct = (
  options?: Running & Approximate,
): ((rdd: RDD<unknown>) => Promise<number>) => {
  const call = calling('countApproxDistinct')
  return async rdd => {
    const { precision, add, merge } = sketching(call, options)
    return estimateOf(await folded<Sketch>(call, rdd, [], add, merge, options), precision)
  }
}

/** The combinators of sketches as precise as asked. */
export const sketching = (call: Call, options: Approximate | undefined) => {
  checkOptions(call, options)
  const relativeError = options?.relativeError ?? 0.05
  if (typeof relativeError !== 'number' || !(relativeError >= 0.001 && relativeError <= 0.5))
    throw failure(call, 'ARGUMENT', `takes a relativeError from 0.001 to 0.5, not ${String(relativeError)}.`)
  const precision = precisionFor(relativeError)
  const bits = constant(precision)
  return {
    precision,
    add: derive('sketch', bits),
    merge: derive('mergeSketches', bits),
    estimate: derive('estimate', bits),
  }
}
