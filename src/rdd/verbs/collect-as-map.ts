import { concatenated } from '../../lineage/concatenated.ts'
import { calling } from '../call.ts'
import { KeyMap } from '../key-map.ts'
import type { RDD } from '../rdd.ts'
import { run } from '../run.ts'
import type { CollectedValue, Running } from '../shape.ts'
import { ungroup } from '../ungroup.ts'

export const collectAsMap = (
  options?: Running,
): (<K, V>(rdd: RDD<readonly [K, V]>) => Promise<KeyMap<K, CollectedValue<V>>>) => {
  const call = calling('collectAsMap')
  return async rdd => {
    const parts = await run<unknown[]>(call, rdd, { kind: 'collect' }, options)
    return new KeyMap(concatenated(parts).map(ungroup) as [never, never][])
  }
}
