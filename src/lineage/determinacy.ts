// What a rerun of a lineage's partitions may give, carried from the sources to the root. Engines need it when a block
// is lost: what was computed from an indeterminate one is void.

import { foldWith } from './fold.ts'
import type { Determinacy, Lineage } from './lineage.ts'

const RANK: readonly Determinacy[] = ['determinate', 'unordered', 'indeterminate']

const worst = (kinds: readonly Determinacy[]): Determinacy =>
  RANK[Math.max(0, ...kinds.map(kind => RANK.indexOf(kind)))]!

/** What depends on the order of its input gives other records when that order changes. */
const orderSensitive = (kind: Determinacy): Determinacy => (kind === 'unordered' ? 'indeterminate' : kind)

export const determinacyOf = (root: Lineage): Determinacy =>
  foldWith<Determinacy>((node, parents) => {
    const input = worst(parents)
    switch (node.kind) {
      case 'source':
        return 'determinate'
      case 'mapPartitions':
        return worst([orderSensitive(input), node.determinacy])
      case 'zip': // who meets whom
      case 'cogroup': // the order in a Group
        return orderSensitive(input)
      case 'shuffle': // where round robin puts a record; in which order an accumulator was folded
        return node.partitioner.by === 'roundRobin' || node.combine !== undefined
          ? orderSensitive(input)
          : input
      default:
        return input
    }
  })(root)
