import { calling } from '../call.ts'
import { checkSyncFunction } from '../check.ts'
import type { RDD } from '../rdd.ts'

export const transform = <T, R>(f: (rdd: RDD<T>) => R): ((rdd: RDD<T>) => R) => {
  checkSyncFunction(calling('transform'), f)
  return f
}
