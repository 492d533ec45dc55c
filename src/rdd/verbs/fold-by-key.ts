import { derive, type Fn } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { combining, isSemigroup, startingAt } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Combiner, Monoid, Wide, Zero } from '../shape.ts'
import { combined } from './combine-by-key.ts'
import { isMonoid } from './fold.ts'

interface FoldByKey {
  <V>(zero: Zero<V>, f: Combiner<V>, options?: Wide): <K>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>
  <V>(monoid: Monoid<V>, options?: Wide): <K>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>
}

export const foldByKey: FoldByKey = <V>(
  zero: Zero<V> | Monoid<V>,
  f?: Combiner<V> | Wide,
  options?: Wide,
) => {
  const call = calling('foldByKey')
  if (typeof f === 'function' || isSemigroup(f) || !isMonoid<V>(zero)) {
    const merge = combining(call, f as Combiner<V>)
    return combined(call, folding(startingAt(call, zero as Zero<V>), merge, merge), options)
  }
  const merge = derive('concat', zero)
  return combined(call, folding(startingAt(call, zero.empty), merge, merge), f)
}

/** Each key's values of a partition, from a zero of their own. */
export const folding = (zero: Fn, seq: Fn, comb: Fn) => ({
  create: derive('startFrom', zero, seq),
  merge: seq,
  mergeCombiners: comb,
  mapSide: true,
})
