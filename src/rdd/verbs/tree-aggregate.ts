import type { Fn } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { checkSyncFunction, combining, startingAt } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { onDriver } from '../run.ts'
import type { Combiner, Running, Tree, Tuple, Zero } from '../shape.ts'
import { folded } from './fold.ts'
import { folding } from './fold-by-key.ts'
import { accumulated } from './reduce.ts'
import { grown } from './tree-reduce.ts'

interface TreeAggregate {
  <T, A extends Tuple>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running & Tree,
  ): (rdd: RDD<T>) => Promise<A>
  <T, A>(
    zero: Zero<A>,
    seq: (accumulator: A, element: T) => A,
    comb: Combiner<A>,
    options?: Running & Tree,
  ): (rdd: RDD<T>) => Promise<A>
}

export const treeAggregate: TreeAggregate = <T, A>(
  zero: Zero<A>,
  seq: (accumulator: A, element: T) => A,
  comb: Combiner<A>,
  options?: Running & Tree,
) => {
  const call = calling('treeAggregate')
  return async (rdd: RDD<T>): Promise<A> => {
    checkSyncFunction(call, seq)
    const merge = combining(call, comb)
    const start = startingAt(call, zero)
    const level = await grown<T, A>(call, rdd, folding(start, seq as Fn, merge), merge, options)
    if ((level as RDD<unknown>) === rdd) return folded(call, rdd, zero, seq as Fn, merge, options)
    const onto = onDriver<[A, A], A>(call, merge)
    const parts = await accumulated<A>(call, level, merge, options)
    return parts.reduce((x, y) => onto(x, y), onDriver<[], A>(call, start)())
  }
}
