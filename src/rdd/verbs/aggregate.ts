import type { Fn } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { checkSyncFunction, combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Running, Tuple, Zero } from '../shape.ts'
import { folded } from './fold.ts'

interface Aggregate {
  <T, A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): (rdd: RDD<T>) => Promise<A>
  <T, A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running,
  ): (rdd: RDD<T>) => Promise<A>
}

export const aggregate: Aggregate = <T, A>(
  zero: Zero<A>,
  seq: (accumulator: A, element: T) => A,
  comb: Combiner<A>,
  options?: Running,
) => {
  const call = calling('aggregate')
  return async (rdd: RDD<T>): Promise<A> => {
    checkSyncFunction(call, seq)
    return folded(call, rdd, zero, seq as Fn, combining(call, comb), options)
  }
}
