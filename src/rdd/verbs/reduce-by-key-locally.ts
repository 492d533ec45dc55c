import { concatenated } from '../../lineage/concatenated.ts'
import type { Combine } from '../../lineage/lineage.ts'
import { type Call, calling } from '../call.ts'
import { combining } from '../check.ts'
import { KeyMap } from '../key-map.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { Combiner, Running } from '../shape.ts'
import { combined, merging } from './combine-by-key.ts'

export const reduceByKeyLocally = <V>(
  f: Combiner<V>,
  options?: Running,
): (<K>(rdd: RDD<readonly [K, V]>) => Promise<KeyMap<K, V>>) => {
  const call = calling('reduceByKeyLocally')
  return async rdd => mapped(call, rdd, merging(combining(call, f)), options)
}

/** Combined within each partition, then all in one, whose keys stand in the order of first arrival. */
export const mapped = async <K, V, A>(
  call: Call,
  rdd: RDD<readonly [K, V]>,
  combine: Combine,
  options: Running | undefined,
): Promise<KeyMap<K, A>> => {
  const whole = combined(call, combine, { numPartitions: 1 })<K, V, A>(rdd)
  return new KeyMap(concatenated(await run<[K, A][]>(call, whole, { kind: 'collect' }, options)))
}
