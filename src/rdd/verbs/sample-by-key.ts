import { constant, derive } from '../../lineage/fn.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Drawing, Fractions, Pair } from '../shape.ts'
import { drawing, seedOf } from './sample.ts'

export const sampleByKey = <K>(
  fractions: Fractions<K>,
  options?: Drawing,
): (<P extends readonly [K, unknown]>(rdd: RDD<P>) => RDD<P>) => {
  const call = calling('sampleByKey')
  checkOptions(call, options)
  const again = options?.withReplacement === true
  const table = fractionsFrom(call, fractions, again ? Number.MAX_VALUE : 1)
  return <P extends Pair>(rdd: RDD<P>): RDD<P> => {
    const seed = seedOf(call, rdd, options)
    return drawing(call, rdd, derive('drawnByKey', constant({ fractions: table, seed, again })))
  }
}

export const fractionsFrom = <K>(
  call: Call,
  fractions: Fractions<K>,
  most: number,
): readonly (readonly [K, number])[] => {
  if (typeof fractions !== 'object' || fractions === null || !(Symbol.iterator in fractions))
    throw failure(call, 'ARGUMENT', 'takes a Map from keys to fractions, or pairs of both.')
  return Array.from(fractions, pair => {
    const [key, fraction] = pair
    if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= most))
      throw failure(
        call,
        'ARGUMENT',
        `takes fractions ${most === 1 ? 'from 0 to 1' : 'of 0 or more'}, not ${String(fraction)}.`,
      )
    return [key, fraction] as const
  })
}
