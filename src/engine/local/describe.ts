// The inputs of a task in the words of the wire, and the blobs that travel with it.

import type { Split } from '../../io/split.ts'
import type { Lineage, Source } from '../../lineage/lineage.ts'
import type { BatchesSource, OutsideRows } from '../../lineage/source.ts'
import type { Cache } from '../../storage/cache.ts'
import type { Location } from '../../storage/store.ts'
import type { MapBlock, TaskInput } from '../../worker/program.ts'
import type { Need } from './inputs.ts'
import { type Cargo, emptyCargo, type MapOutputs, refer, referAll } from './outputs.ts'
import type { HeldRows } from './outside.ts'

/** What the sources of a job hold. */
export interface Supplies {
  readonly splits: ReadonlyMap<Lineage, readonly Split[]>
  /** The encoded slices of `parallelize`. */
  readonly items: ReadonlyMap<Lineage, readonly Location[]>
  readonly outside: ReadonlyMap<OutsideRows, HeldRows>
}

export const describeInputs = (
  needs: readonly Need[],
  supplies: Supplies,
  outputs: MapOutputs,
  cache: Cache,
): readonly [inputs: readonly TaskInput[], cargo: Cargo] => {
  const cargo = emptyCargo()
  return [needs.map(need => describe(need, supplies, outputs, cache, cargo)), cargo]
}

const describe = (
  need: Need,
  { splits, items, outside }: Supplies,
  outputs: MapOutputs,
  cache: Cache,
  cargo: Cargo,
): TaskInput => {
  const { node, partition, origin } = need
  switch (need.of) {
    case 'stored':
      return { node, partition, stored: referAll(cache.use(origin.id, partition)!.location, cargo) }
    case 'blocks':
      return { node, partition, edge: need.edge, blocks: blocksFor(need.edge, partition, outputs, cargo) }
    case 'split': {
      const split = splits.get(origin)![partition]!
      const { from } = origin as Source
      if (split.from === 'items')
        return { node, partition, items: referAll(items.get(origin)![split.slice]!, cargo) }
      if (split.from !== 'batches') return { node, partition, split }
      const { fields, batches } = outside.get((from as BatchesSource).rows)!
      const stored = batches[split.batch]
      const batch = stored && { checksum: stored.checksum, block: referAll(stored.location, cargo) }
      return { node, partition, fields, batch }
    }
  }
}

/** In map order; what holds no record is left out. */
const blocksFor = (edge: string, reducer: number, outputs: MapOutputs, cargo: Cargo): readonly MapBlock[] => {
  const blocks: MapBlock[] = []
  const byMap = [...outputs.of(edge)].sort(([a], [b]) => a - b)
  for (const [mapIndex, { location, ranges }] of byMap) {
    const [offset, length] = ranges.length === 1 ? ranges[0]! : ranges[reducer]!
    if (length > 0) blocks.push({ mapIndex, block: refer(location, offset, length, cargo) })
  }
  return blocks
}
