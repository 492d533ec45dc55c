import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Running } from '../shape.ts'

export const count = (options?: Running): ((rdd: RDD<unknown>) => Promise<number>) => {
  const call = calling('count')
  return async rdd => (await run<number>(call, rdd, { kind: 'count' }, options)).reduce((a, b) => a + b, 0)
}
