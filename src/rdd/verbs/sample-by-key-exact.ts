import { constant, derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Fractions, Pair, Seeded } from '../shape.ts'
import { beside } from './beside.ts'
import { gathered } from './group-by-key.ts'
import { partitionwise } from './map-partitions.ts'
import { seedOf } from './sample.ts'
import { fractionsFrom } from './sample-by-key.ts'

/**
 * All records stand in one random order; a key's share is its first places. Where it ends is found by a shuffle of places
 * alone, and is then beside every record: lazy, and exact whatever is drawn.
 */
export const sampleByKeyExact = <K>(
  fractions: Fractions<K>,
  options?: Seeded,
): (<P extends readonly [K, unknown]>(rdd: RDD<P>) => RDD<P>) => {
  const call = calling('sampleByKeyExact')
  checkOptions(call, options)
  const table = fractionsFrom(call, fractions, 1)
  return <P extends Pair>(rdd: RDD<P>): RDD<P> => {
    const seed = constant(seedOf(call, rdd, options))
    const places = partitionwise(call, derive('placedByKey', seed))<readonly [K, number]>(rdd)
    const { lineage: parent } = gathered(call, undefined, places)
    const f = derive('lastPlace', constant(table))
    const lasts = grow<readonly [K, number]>(rdd, node({ kind: 'map', ...call, parent, f, keepsKeys: true }))
    return partitionwise(call, derive('upToLastPlace', seed))(beside(call, rdd, lasts))
  }
}
