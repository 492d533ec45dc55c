import { type Call, calling } from '../call.ts'
import { checkSize } from '../check.ts'
import type { RDD } from '../rdd.ts'
import { run, telling } from '../run.ts'
import type { Collected, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'

export const take = (n: number, options?: Running): (<T>(rdd: RDD<T>) => Promise<Collected<T>[]>) => {
  const call = calling('take')
  return async rdd => {
    checkSize(call, n)
    return (await taken(call, rdd, n, options)) as never[]
  }
}

/** No more partitions than needed: one, then as many as those seen let expect, never over four times as many. */
export const taken = async (
  call: Call,
  rdd: RDD<unknown>,
  n: number,
  options: Running | undefined,
): Promise<unknown[]> => {
  const found: unknown[] = []
  if (n <= 0) return found
  const total = await telling(call, rdd, () => rdd.driver.engine.numPartitions(rdd.lineage, options?.signal))
  let tried = 0
  while (found.length < n && tried < total) {
    const missing = n - found.length
    const expected = found.length === 0 ? 4 * tried : Math.ceil((1.5 * missing * tried) / found.length)
    const next = Math.min(Math.max(1, Math.min(expected, 4 * tried)), total - tried)
    const partitions = Array.from({ length: next }, (_, i) => tried + i)
    const parts = await run<unknown[]>(call, rdd, { kind: 'take', n: missing }, options, partitions)
    for (const part of parts) for (const element of part) if (found.length < n) found.push(ungroup(element))
    tried += next
  }
  return found
}
