import { derive } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Running } from '../shape.ts'
import { folded } from './fold.ts'

export const sum = (options?: Running): ((rdd: RDD<number>) => Promise<number>) => {
  const call = calling('sum')
  const add = derive('add')
  return rdd => folded(call, rdd, 0, add, add, options)
}
