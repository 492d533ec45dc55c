import type { Fn } from '../../lineage/fn.ts'
import { calling } from '../call.ts'
import { checkFunction } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Running } from '../shape.ts'

export const foreach = <T>(
  f: (element: T) => unknown,
  options?: Running,
): ((rdd: RDD<T>) => Promise<void>) => {
  const call = calling('foreach')
  return async rdd => {
    checkFunction(call, f)
    await run(call, rdd, { kind: 'each', f: f as Fn }, options)
  }
}
