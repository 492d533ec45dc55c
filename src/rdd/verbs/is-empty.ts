import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Running } from '../shape.ts'
import { taken } from './take.ts'

export const isEmpty = (options?: Running): ((rdd: RDD<unknown>) => Promise<boolean>) => {
  const call = calling('isEmpty')
  return async rdd => (await taken(call, rdd, 1, options)).length === 0
}
