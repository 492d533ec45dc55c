import { concatenated } from '../../lineage/concatenated.ts'
import { calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Collected, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'

export const collect = (options?: Running): (<T>(rdd: RDD<T>) => Promise<Collected<T>[]>) => {
  const call = calling('collect')
  return async rdd => {
    const parts = await run<unknown[]>(call, rdd, { kind: 'collect' }, options)
    return concatenated(parts).map(ungroup) as never[]
  }
}
