// How many partitions each node has, and which of its parents' partitions one of them reads.

import { failure } from './failure.ts'
import { foldWith } from './fold.ts'
import type { Lineage, Source, Zipped } from './lineage.ts'
import { sliceBounds } from './source.ts'

/** The partitions of every node at or above `root`; undefined where that rests on a source whose count is unknown. */
export const partitionCounts = (
  root: Lineage,
  sourcePartitions: (source: Source) => number | undefined,
): ReadonlyMap<Lineage, number | undefined> => {
  const counts = new Map<Lineage, number | undefined>()
  foldWith<number | undefined>((node, parents) => {
    const count = countOf(node, parents, sourcePartitions)
    counts.set(node, count)
    return count
  })(root)
  return counts
}

/** The partitions of one lineage, once its sources are cut. Throws ARGUMENT for a zip of unequal counts. */
export const numPartitionsOf = (root: Lineage, sourcePartitions: (source: Source) => number): number =>
  partitionCounts(root, sourcePartitions).get(root)!

/** Without looking at files: undefined for those. */
export const plainSourcePartitions = ({ from }: Source): number | undefined => {
  switch (from.from) {
    case 'items':
      return from.slices.length
    case 'range':
    case 'checkpoint':
      return from.numPartitions
    default:
      return undefined
  }
}

const countOf = (
  node: Lineage,
  parents: readonly (number | undefined)[],
  sourcePartitions: (source: Source) => number | undefined,
): number | undefined => {
  switch (node.kind) {
    case 'source':
      return sourcePartitions(node)
    case 'union':
      if (node.aligned === true) return parents[0]
      return parents.reduce(
        (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
        0,
      )
    case 'zip':
      return zipped(node, parents[0], parents[1])
    case 'product':
      return parents.reduce(
        (product, count) => (product === undefined || count === undefined ? undefined : product * count),
        1,
      )
    case 'coalesce':
      return parents[0] === undefined ? undefined : Math.min(node.numPartitions, parents[0])
    case 'shuffle':
    case 'cogroup':
      return node.partitioner.numPartitions
    default:
      return parents[0]
  }
}

const zipped = (node: Zipped, left: number | undefined, right: number | undefined): number | undefined => {
  if (left !== undefined && right !== undefined && left !== right)
    throw failure(
      node,
      'ARGUMENT',
      `needs the same number of partitions on both sides, not ${left} and ${right}.`,
      { hint: 'repartition one of the sides first.' },
    )
  return left ?? right
}

/** The parent partitions, from and up to, that partition `group` of a coalesce to `numPartitions` reads. */
export const groupBounds = (
  parentPartitions: number,
  numPartitions: number,
  group: number,
): readonly [number, number] =>
  sliceBounds(parentPartitions, Math.min(numPartitions, parentPartitions), group)

/** Where partition `partition` of a union comes from: which parent, and which of its partitions. */
export const unionPart = (
  parentPartitions: readonly number[],
  partition: number,
): { readonly parent: number; readonly partition: number } => {
  let parent = 0
  let rest = partition
  while (rest >= parentPartitions[parent]!) rest -= parentPartitions[parent++]!
  return { parent, partition: rest }
}

/** Which partitions of the left and the right side partition `partition` of a product reads. */
export const productPart = (rightPartitions: number, partition: number): readonly [number, number] => [
  Math.floor(partition / rightPartitions),
  partition % rightPartitions,
]
