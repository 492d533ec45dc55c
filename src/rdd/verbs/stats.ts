import { derive } from '../../lineage/fn.ts'
import { type Moments, NO_MOMENTS } from '../../lineage/moments.ts'
import { type Call, calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Running, Stats } from '../shape.ts'
import { folded } from './fold.ts'

type OfNumbers<R> = (options?: Running) => (rdd: RDD<number>) => Promise<R>

export const stats: OfNumbers<Stats> = options => {
  const call = calling('stats')
  return rdd => measured(call, rdd, options)
}

const one =
  (name: keyof Stats): OfNumbers<number> =>
  options => {
    const call = calling(name)
    return async rdd => (await measured(call, rdd, options))[name]
  }

export const mean = one('mean')
export const variance = one('variance')
export const stdev = one('stdev')
export const sampleVariance = one('sampleVariance')
export const sampleStdev = one('sampleStdev')

export const measured = async (
  call: Call,
  rdd: RDD<number>,
  options: Running | undefined,
): Promise<Stats> => {
  const moments = await folded<Moments>(
    call,
    rdd,
    { ...NO_MOMENTS },
    derive('addMoment'),
    derive('mergeMoments'),
    options,
  )
  const { count, sum, mean, min, max, m2 } = moments
  const variance = m2 / count
  const sampleVariance = count < 2 ? Number.NaN : m2 / (count - 1)
  return {
    count,
    sum,
    mean,
    min,
    max,
    variance,
    stdev: Math.sqrt(variance),
    sampleVariance,
    sampleStdev: Math.sqrt(sampleVariance),
  }
}
