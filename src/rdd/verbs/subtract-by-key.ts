import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkSides } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { joining } from './join.ts'

export const subtractByKey = <K>(
  other: RDD<readonly [K, unknown]>,
  options?: Wide,
): (<V>(rdd: RDD<readonly [K, V]>) => RDD<[K, V]>) => {
  const call = calling('subtractByKey')
  return rdd => {
    checkSides(call, rdd, [other])
    // Values of the other side need not travel.
    const keys = node({ kind: 'map', ...call, parent: other.lineage, f: derive('keyAlone'), keepsKeys: true })
    // As the left side is partitioned already, so that it need not move.
    const { numPartitions = rdd.partitioner?.numPartitions } = options ?? {}
    return joining(call, 'unmatched', grow(rdd, keys), { ...options, numPartitions })(rdd)
  }
}
