import type { Fn } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { checkSyncFunction, combining, startingAt } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Tuple, Wide, Zero } from '../shape.ts'
import { combined } from './combine-by-key.ts'
import { folding } from './fold-by-key.ts'

interface AggregateByKey {
  <V, A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, value: V) => A,
    comb: Combiner<A>,
    options?: Wide,
  ): <K>(rdd: RDD<readonly [K, V]>) => RDD<[K, A]>
  <V, A>(
    zero: Zero<A>,
    seq: (accumulator: A, value: V) => A,
    comb: Combiner<A>,
    options?: Wide,
  ): <K>(rdd: RDD<readonly [K, V]>) => RDD<[K, A]>
}

export const aggregateByKey: AggregateByKey = <V, A>(
  zero: Zero<A>,
  seq: (accumulator: A, value: V) => A,
  comb: Combiner<A>,
  options?: Wide,
) => {
  const call = calling('aggregateByKey')
  checkSyncFunction(call, seq)
  return combined(call, folding(startingAt(call, zero), seq as Fn, combining(call, comb)), options)
}
