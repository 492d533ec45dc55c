import { node } from '../../lineage/lineage.ts'
import { calling, failure, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'

export const range =
  (driver: Driver) =>
  (
    startOrEnd: number,
    maybeEnd?: number,
    step = 1,
    numPartitions = driver.defaultParallelism,
  ): RDD<number> => {
    const call = calling('range')
    const [start, end] = maybeEnd === undefined ? [0, startOrEnd] : [startOrEnd, maybeEnd]
    // A step of 0 is refused with the node.
    const count = step === 0 ? 0 : Math.max(0, Math.ceil((end - start) / step))
    if (!Number.isSafeInteger(count))
      throw failure(call, 'ARGUMENT', `takes finite numbers, not ${start}, ${end} and ${step}.`)
    return grow(
      { driver },
      node({ kind: 'source', ...call, from: { from: 'range', start, step, count, numPartitions } }),
    )
  }
