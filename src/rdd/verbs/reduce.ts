import { calling, failure } from '../call.ts'
import { combining } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { onDriver, run } from '../run.ts'
import type { Combiner, Running } from '../shape.ts'

export const reduce = <A>(f: Combiner<A>, options?: Running): ((rdd: RDD<A>) => Promise<A>) => {
  const call = calling('reduce')
  return async rdd => {
    const merge = combining(call, f)
    const parts = (await run<[] | [A]>(call, rdd, { kind: 'fold', f: merge }, options)).flat() as A[]
    if (parts.length === 0) throw failure(call, 'DATA', 'of an empty RDD: there is no element.')
    const onto = onDriver<[A, A], A>(call, merge)
    return parts.reduce((x, y) => onto(x, y))
  }
}
