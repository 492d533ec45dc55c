import { calling, failure } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Collected, Running } from '../shape.ts'
import { taken } from './take.ts'

export const first = (options?: Running): (<T>(rdd: RDD<T>) => Promise<Collected<T>>) => {
  const call = calling('first')
  return async rdd => {
    const elements = await taken(call, rdd, 1, options)
    if (elements.length === 0) throw failure(call, 'DATA', 'of an empty RDD: there is no element.')
    return elements[0] as never
  }
}
