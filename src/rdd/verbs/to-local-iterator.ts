import { type Call, calling } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { run, telling } from '../run.ts'
import type { Collected, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'

export const toLocalIterator = (
  options?: Running,
): (<T>(rdd: RDD<T>) => AsyncIterableIterator<Collected<T>>) => {
  const call = calling('toLocalIterator')
  return rdd => oneByOne(call, rdd, options, ungroup) as AsyncIterableIterator<never>
}

/** `for await (const element of rdd)`: the elements as the type says, so groups stay groups. */
export const iterate = <T>(rdd: RDD<T>): AsyncIterableIterator<T> =>
  oneByOne(calling('for await'), rdd, undefined, element => element) as AsyncIterableIterator<T>

async function* oneByOne(
  call: Call,
  rdd: RDD<unknown>,
  options: Running | undefined,
  finish: (element: unknown) => unknown,
): AsyncIterableIterator<unknown> {
  const total = await telling(call, rdd, () => rdd.driver.engine.numPartitions(rdd.lineage, options?.signal))
  for (let partition = 0; partition < total; partition++) {
    const [elements] = await run<unknown[]>(call, rdd, { kind: 'collect' }, options, [partition])
    for (const element of elements!) yield finish(element)
  }
}
