import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Estimate, Estimating } from '../shape.ts'
import { learnt, totalOf } from './estimate.ts'

export const countApprox = (options?: Estimating): ((rdd: RDD<unknown>) => Promise<Estimate>) => {
  const call = calling('countApprox')
  return async rdd => totalOf(await learnt<number>(call, rdd, { kind: 'count' }, options), true)
}
