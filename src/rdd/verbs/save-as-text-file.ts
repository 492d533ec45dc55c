import { openOutput } from '../../io/output.ts'
import { calling, failure } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run, telling } from '../run.ts'
import type { Running } from '../shape.ts'

export const saveAsTextFile = (path: string, options?: Running): ((rdd: RDD<string>) => Promise<void>) => {
  const call = calling('saveAsTextFile')
  return async rdd => {
    if (typeof path !== 'string' || path === '')
      throw failure(call, 'ARGUMENT', 'takes the path of a directory.')
    return telling(call, rdd, async () => {
      const output = await openOutput(path)
      try {
        await output.commit(await run<string>(call, rdd, { kind: 'save', dir: output.dir }, options))
      } catch (error) {
        await output.abort()
        throw error
      }
    })
  }
}
