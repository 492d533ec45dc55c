import type { Zero as ZeroData } from '../../lineage/action.ts'
import { type Callable, derive, type Fn } from '../../lineage/fn.ts'
import { type Call, calling } from '../call.ts'
import { checkZero, combining, isSemigroup } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { onDriver, run } from '../run.ts'
import type { Combiner, Monoid, Running, Zero } from '../shape.ts'

interface Fold {
  <A>(zero: Zero<A>, f: Combiner<A>, options?: Running): (rdd: RDD<A>) => Promise<A>
  <A>(monoid: Monoid<A>, options?: Running): (rdd: RDD<A>) => Promise<A>
}

/** With the arguments of either form. */
export const folding = <A>(zero: Zero<A> | Monoid<A>, f?: Combiner<A> | Running, options?: Running) => {
  const call = calling('fold')
  return async (rdd: RDD<A>): Promise<A> => {
    if (typeof f === 'function' || isSemigroup(f) || !isMonoid<A>(zero)) {
      const merge = combining(call, f as Combiner<A>)
      return folded(call, rdd, zero as Zero<A>, merge, merge, options)
    }
    const merge = derive('concat', zero)
    return folded(call, rdd, zero.empty, merge, merge, f)
  }
}

export const fold: Fold = folding

export const isMonoid = <A>(x: unknown): x is Monoid<A> => isSemigroup(x) && 'empty' in x

/** Each partition from the zero, and their results from it once more. */
export const folded = async <A>(
  call: Call,
  rdd: RDD<unknown>,
  start: Zero<A>,
  seq: Fn,
  comb: Fn,
  options: Running | undefined,
): Promise<A> => {
  checkZero(call, start)
  const zero: ZeroData = { value: start, thunk: typeof start === 'function' }
  const parts = await run<[A]>(call, rdd, { kind: 'fold', f: seq, zero }, options)
  const merge = onDriver<[A, A], A>(call, comb)
  return parts.reduce((merged, [part]) => merge(merged, part), fresh<A>(call, zero))
}

/** A copy, since the user's function may change it. */
const fresh = <A>(call: Call, { value, thunk }: ZeroData): A =>
  thunk ? onDriver<[], A>(call, value as Callable)() : structuredClone(value as A)
