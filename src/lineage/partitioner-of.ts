// The partitioner that a lineage's records are known to have, so that a shuffle to the same one can be left out.

import { type Fn, isDerived } from './fn.ts'
import { foldWith } from './fold.ts'
import type { Lineage } from './lineage.ts'
import type { Partitioner } from './partitioner.ts'

export const partitionerOf = (root: Lineage): Partitioner | undefined =>
  foldWith<Partitioner | undefined>((node, [known]) => {
    switch (node.kind) {
      case 'shuffle':
      case 'cogroup':
        return node.partitioner.by === 'roundRobin' ? undefined : node.partitioner
      case 'filter':
      case 'persist':
        return known
      case 'map':
      case 'flatMap':
      case 'mapPartitions':
        return node.keepsKeys && known !== undefined && dependsOnKeyOnly(known) ? known : undefined
      default:
        return undefined
    }
  })(root)

/** A sort by something else than the pair's key does not outlive its values. */
const dependsOnKeyOnly = (partitioner: Partitioner): boolean =>
  partitioner.by === 'hash' || (partitioner.by === 'range' && isKey(partitioner.order.key))

const isKey = (f: Fn | undefined): boolean => f !== undefined && isDerived(f) && f.derived === 'key'
