import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import { calling, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Wide } from '../shape.ts'
import { combined } from './combine-by-key.ts'
import { partitionwise } from './map-partitions.ts'

const FIRST = {
  create: derive('identity'),
  merge: derive('first'),
  mergeCombiners: derive('first'),
  mapSide: true,
}

const IN_PLACE = {
  way: 'made in place',
  why: 'equal pairs are in one partition already, by the hash of their key',
}

export const distinct = <T>(
  options?: Wide & { readonly by?: ((element: T) => unknown) | undefined },
): ((rdd: RDD<T>) => RDD<T>) => {
  const call = calling('distinct')
  checkOptions(call, options)
  const by = options?.by
  const here = partitionwise({ ...call, note: IN_PLACE }, derive('distinctHere'), {
    preservesPartitioning: true,
  })
  const [into, out] =
    by === undefined ? [derive('withUndefined'), derive('key')] : [derive('keyBy', by), derive('value')]
  return rdd => {
    const { partitioner } = rdd
    const { numPartitions = partitioner?.numPartitions } = options ?? {}
    // Equal pairs have equal keys, and these are in one partition.
    if (by === undefined && partitioner?.by === 'hash')
      if (numPartitions === partitioner.numPartitions) return here(rdd)
    const keyed = node({ kind: 'map', ...call, parent: rdd.lineage, f: into, keepsKeys: false })
    const firsts = combined(call, FIRST, { numPartitions })(grow<[unknown, unknown]>(rdd, keyed))
    return grow(rdd, node({ kind: 'map', ...call, parent: firsts.lineage, f: out, keepsKeys: false }))
  }
}
