// The partitioner that a lineage's records are known to have, so that a shuffle to the same one can be left out.

import { type Fn, isDerived } from './fn.ts'
import { foldWith } from './fold.ts'
import type { Lineage } from './lineage.ts'
import type { Partitioner } from './partitioner.ts'

export const partitionerOf = (root: Lineage): Partitioner | undefined =>
  foldWith<Partitioner | undefined>((node, [first]) => partitionerAfter(node, first))(root)

/** Of all nodes at or above the root. */
export const partitionersOf = (root: Lineage): ReadonlyMap<Lineage, Partitioner | undefined> => {
  const known = new Map<Lineage, Partitioner | undefined>()
  foldWith<Partitioner | undefined>((node, [first]) => {
    const partitioner = partitionerAfter(node, first)
    known.set(node, partitioner)
    return partitioner
  })(root)
  return known
}

/** `known` is that of the first parent. */
const partitionerAfter = (node: Lineage, known: Partitioner | undefined): Partitioner | undefined => {
  switch (node.kind) {
    case 'shuffle':
    case 'cogroup':
      return node.partitioner.by === 'roundRobin' ? undefined : node.partitioner
    case 'source':
      return node.partitioner
    case 'filter':
    case 'persist':
      return known
    case 'union':
      return node.aligned === true || node.parents.length === 1 ? known : undefined
    case 'map':
    case 'flatMap':
    case 'mapPartitions':
      return node.keepsKeys && known !== undefined && dependsOnKeyOnly(known) ? known : undefined
    default:
      return undefined
  }
}

/** A sort by something else than the pair's key does not outlive its values. */
const dependsOnKeyOnly = (partitioner: Partitioner): boolean =>
  partitioner.by === 'hash' || (partitioner.by === 'range' && isKey(partitioner.order.key))

const isKey = (f: Fn | undefined): boolean => f !== undefined && isDerived(f) && f.derived === 'key'
