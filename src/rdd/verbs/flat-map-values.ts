import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import type { RDD } from '../rdd.ts'
import type { Hint } from '../shape.ts'

export const flatMapValues = <V, U extends Hint>(
  f: (value: V) => Iterable<U> & object,
): (<K>(rdd: RDD<readonly [K, V]>) => RDD<[K, U]>) => {
  const call = calling('flatMapValues')
  return ({ lineage: parent, driver }) =>
    grow(
      { driver },
      node({ kind: 'flatMap', ...call, parent, f: derive('flatMapValues', f), keepsKeys: true }),
    )
}
