import { derive } from '../../lineage/fn.ts'
import { type Moments, NO_MOMENTS } from '../../lineage/moments.ts'
import { type Call, calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Estimate, Estimating } from '../shape.ts'
import { type Learnt, learnt, ratioOf, totalOf } from './estimate.ts'

export const sumApprox = (options?: Estimating): ((rdd: RDD<number>) => Promise<Estimate>) => {
  const call = calling('sumApprox')
  return async rdd => {
    const { parts, ...rest } = await moments(call, rdd, options)
    return totalOf({ parts: parts.map(({ sum }) => sum), ...rest }, false)
  }
}

export const meanApprox = (options?: Estimating): ((rdd: RDD<number>) => Promise<Estimate>) => {
  const call = calling('meanApprox')
  return async rdd => ratioOf(await moments(call, rdd, options))
}

const moments = async (
  call: Call,
  rdd: RDD<number>,
  options: Estimating | undefined,
): Promise<Learnt<Moments>> => {
  const zero = { value: { ...NO_MOMENTS }, thunk: false }
  const found = await learnt<[Moments]>(call, rdd, { kind: 'fold', f: derive('addMoment'), zero }, options)
  return { ...found, parts: found.parts.map(([part]) => part) }
}
