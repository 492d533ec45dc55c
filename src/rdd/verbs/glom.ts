import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'

export const glom = (): (<T>(rdd: RDD<T>) => RDD<T[]>) => {
  const call = calling('glom')
  return ({ lineage: parent, driver }) =>
    grow(
      { driver },
      node({
        kind: 'mapPartitions',
        ...call,
        parent,
        f: derive('glom'),
        keepsKeys: false,
        determinacy: 'determinate',
      }),
    )
}
