import { node } from '../../lineage/lineage.ts'
import { sliceBounds } from '../../lineage/source.ts'
import { calling, failure, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const parallelize =
  (driver: Driver) =>
  <T extends Hint>(items: Iterable<T> & object, numPartitions = driver.defaultParallelism): RDD<T> => {
    const call = calling('parallelize')
    if (typeof items !== 'object' || items === null || !(Symbol.iterator in items))
      throw failure(call, 'ARGUMENT', 'takes an array or another iterable object.')
    if (!Number.isSafeInteger(numPartitions) || numPartitions < 1)
      throw failure(
        call,
        'ARGUMENT',
        `takes a number of partitions that is a positive integer, not ${String(numPartitions)}.`,
      )
    const all = [...items]
    const slices = Array.from({ length: numPartitions }, (_, i) =>
      Object.freeze(all.slice(...sliceBounds(all.length, numPartitions, i))),
    )
    return grow({ driver }, node({ kind: 'source', ...call, from: { from: 'items', slices } }))
  }
