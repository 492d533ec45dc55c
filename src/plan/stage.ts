// Lineage → stages, purely: cut at wide edges, parents first. Knows no file, process or clock; how many partitions a
// source has it is told. Guarded by laws/plan.

import {
  type CoGrouped,
  type Combine,
  type Determinacy,
  type Lineage,
  parentsOf,
  type Shuffled,
  titleOf,
} from '../lineage/lineage.ts'
import type { Order } from '../lineage/order.ts'
import { movesNothing, type Partitioner } from '../lineage/partitioner.ts'

/** A wide edge: every partition of `from` sends something to every partition of `into`. */
export interface Edge {
  /** Unique in the process; the same edge in two jobs has the same id, so that its blocks are reused. */
  readonly id: string
  readonly from: Lineage
  readonly into: Shuffled | CoGrouped
  readonly partitioner: Partitioner
  readonly combine?: Combine | undefined
  readonly order?: Order | undefined
}

/** The narrow nodes between wide edges: one task for each partition of `root`. */
export interface Stage {
  readonly id: number
  readonly root: Lineage
  readonly numPartitions: number
  /** Where its tasks write; undefined for the stage that answers the action. */
  readonly output: Edge | undefined
  /** The edges it reads, and the stages that write them. */
  readonly reads: readonly Edge[]
  readonly parents: readonly Stage[]
  readonly determinacy: Determinacy
  /** Operators that run in it, first to last. */
  readonly operators: readonly string[]
  /** What would shuffle if its input were not partitioned so already. */
  readonly spared: readonly (Shuffled | CoGrouped)[]
}

export interface Facts {
  readonly numPartitionsOf: (lineage: Lineage) => number
  readonly determinacyOf: (lineage: Lineage) => Determinacy
  readonly partitionerOf: (lineage: Lineage) => Partitioner | undefined
}

export const edgesInto = (
  node: Shuffled | CoGrouped,
  narrow: (parent: Lineage) => boolean,
): readonly Edge[] =>
  node.kind === 'shuffle'
    ? narrow(node.parent)
      ? []
      : [
          {
            id: `${node.id}`,
            from: node.parent,
            into: node,
            partitioner: node.partitioner,
            combine: node.combine,
            order: node.order,
          },
        ]
    : node.parents.flatMap((from, side) =>
        narrow(from) ? [] : [{ id: `${node.id}.${side}`, from, into: node, partitioner: node.partitioner }],
      )

/** All stages of a job, parents before children; the last one answers the action. */
export const cutStages = (root: Lineage, facts: Facts): readonly Stage[] => {
  const stages: Stage[] = []
  const byEdge = new Map<string, Stage>()
  const waiting: { readonly root: Lineage; readonly output: Edge | undefined }[] = [
    { root, output: undefined },
  ]
  while (waiting.length > 0) {
    const { root, output } = waiting[waiting.length - 1]!
    if (output !== undefined && byEdge.has(output.id)) {
      waiting.pop()
      continue
    }
    const { reads, operators, spared } = narrowPart(root, facts)
    const missing = reads.filter(edge => !byEdge.has(edge.id))
    if (missing.length > 0) {
      waiting.push(...missing.map(edge => ({ root: edge.from, output: edge })).reverse())
      continue
    }
    waiting.pop()
    const stage: Stage = {
      id: stages.length,
      root,
      numPartitions: facts.numPartitionsOf(root),
      output,
      reads,
      parents: [...new Set(reads.map(edge => byEdge.get(edge.id)!))],
      determinacy: facts.determinacyOf(root),
      operators,
      spared,
    }
    stages.push(stage)
    if (output !== undefined) byEdge.set(output.id, stage)
  }
  return stages
}

/** The edges that end where the stage of this root begins, and the operators in between. */
const narrowPart = (root: Lineage, facts: Facts) => {
  const reads: Edge[] = []
  const operators: string[] = []
  const spared: (Shuffled | CoGrouped)[] = []
  const seen = new Set<Lineage>()
  const stack = [root]
  while (stack.length > 0) {
    const node = stack.pop()!
    if (seen.has(node)) continue
    seen.add(node)
    operators.push(titleOf(node))
    if (node.kind === 'shuffle' || node.kind === 'cogroup') {
      const narrow = (parent: Lineage): boolean => isNarrow(node, parent, facts)
      reads.push(...edgesInto(node, narrow))
      const inPlace = parentsOf(node).filter(narrow)
      if (inPlace.length > 0) spared.push(node)
      stack.push(...inPlace)
    } else for (const parent of parentsOf(node)) stack.push(parent)
  }
  return { reads, operators: operators.reverse(), spared: spared.reverse() }
}

/** What is already partitioned by hash as the node asks is read in place. */
export const isNarrow = (
  { partitioner }: Shuffled | CoGrouped,
  parent: Lineage,
  facts: Pick<Facts, 'partitionerOf'>,
): boolean => movesNothing(facts.partitionerOf(parent), partitioner)
