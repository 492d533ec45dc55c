// From a partition of a program down to the one leaf that feeds it: unions choose a parent, fused operators are
// collected on the way. Iterative: lineages are deep. The driver walks the same way to know what a task must bring.

import { groupBounds, productPart, unionPart } from '../lineage/partitions.ts'
import type { Program, ProgramNode, Step } from './program.ts'

export interface PlacedStep {
  readonly step: Step
  /** The partition of the operator's own RDD, which a union above may number otherwise. */
  readonly partition: number
}

/** Node `leaf` is no pipe and no union; `steps` lie between it and the node asked for, first to last. */
export interface Path {
  readonly leaf: number
  readonly partition: number
  readonly steps: readonly PlacedStep[]
}

export const resolve = (program: Program, node: number, partition: number): Path => {
  const segments: PlacedStep[][] = []
  for (;;) {
    const at = program.nodes[node]!
    if (at.op === 'pipe') {
      const own = partition
      segments.push(at.steps.map(step => ({ step, partition: own })))
      node = at.parent
    } else if (at.op === 'union') {
      const part = unionPart(at.sizes, partition)
      node = at.parents[part.parent]!
      partition = part.partition
    } else return { leaf: node, partition, steps: segments.reverse().flat() }
  }
}

/** The partitions a leaf reads through narrow edges, as [node, partition]. */
export const narrowInputs = (
  node: ProgramNode,
  partition: number,
): readonly (readonly [node: number, partition: number])[] => {
  switch (node.op) {
    case 'zip':
      return node.parents.map(parent => [parent, partition] as const)
    case 'product': {
      const [left, right] = productPart(node.right, partition)
      return [
        [node.parents[0], left],
        [node.parents[1], right],
      ]
    }
    case 'cogroup':
      return node.sides.flatMap(side => ('node' in side ? [[side.node, partition] as const] : []))
    case 'coalesce': {
      const [from, to] = groupBounds(node.from, node.into, partition)
      return Array.from({ length: to - from }, (_, i) => [node.parent, from + i] as const)
    }
    case 'aligned':
      return node.parents.map(parent => [parent, partition] as const)
    case 'inPlace':
    case 'persist':
      return [[node.parent, partition]]
    default:
      return []
  }
}
