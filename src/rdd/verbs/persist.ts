import { node, STORAGE_LEVELS, type StorageLevel } from '../../lineage/lineage.ts'
import { type Call, calling, failure } from '../call.ts'
import type { PersistedRDD, RDD } from '../rdd.ts'

export const persist = (level: StorageLevel = 'memory'): (<T>(rdd: RDD<T>) => PersistedRDD<T>) =>
  persisted(calling('persist'), level)

export const cache = (): (<T>(rdd: RDD<T>) => PersistedRDD<T>) => persisted(calling('cache'), 'memory')

const persisted =
  (call: Call, level: StorageLevel) =>
  <T>(rdd: RDD<T>): PersistedRDD<T> => {
    if (!STORAGE_LEVELS.includes(level))
      throw failure(
        call,
        'ARGUMENT',
        `takes a storage level, one of ${STORAGE_LEVELS.join(', ')}, not ${String(level)}.`,
      )
    return rdd.driver.persisted<T>(node({ kind: 'persist', ...call, parent: rdd.lineage, level }))
  }
