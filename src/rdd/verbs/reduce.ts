import type { Fn } from '../../lineage/fn.ts'
import { type Call, calling, failure } from '../call.ts'
import { combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { onDriver, run } from '../run.ts'
import type { Combiner, Running } from '../shape.ts'

export const reduce = <A>(f: Combiner<A>, options?: Running): ((rdd: RDD<A>) => Promise<A>) => {
  const call = calling('reduce')
  return async rdd => {
    const merge = combining(call, f)
    return reduced(call, rdd, merge, options)
  }
}

export const reduced = async <A>(
  call: Call,
  rdd: RDD<A>,
  merge: Fn,
  options: Running | undefined,
): Promise<A> => {
  const parts = await accumulated<A>(call, rdd, merge, options)
  if (parts.length === 0) throw failure(call, 'DATA', 'of an empty RDD: there is no element.')
  const onto = onDriver<[A, A], A>(call, merge)
  return parts.reduce((x, y) => onto(x, y))
}

/** What each partition that has a record comes to. */
export const accumulated = async <A>(
  call: Call,
  rdd: RDD<unknown>,
  merge: Fn,
  options: Running | undefined,
): Promise<A[]> => (await run<[] | [A]>(call, rdd, { kind: 'fold', f: merge }, options)).flat() as A[]
