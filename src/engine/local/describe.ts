// The inputs of a task in the words of the wire, and the blobs that travel with it.

import type { Split } from '../../io/split.ts'
import type { Lineage, Source } from '../../lineage/lineage.ts'
import type { BatchesSource, OutsideRows } from '../../lineage/source.ts'
import type { Location } from '../../storage/store.ts'
import type { MapBlock, TaskInput } from '../../worker/program.ts'
import type { Need } from './inputs.ts'
import { type Cargo, type MapOutput, refer, referAll, type Shelf, type StoredPartition } from './outputs.ts'
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
  outputs: Shelf<string, MapOutput>,
  persisted: Shelf<number, StoredPartition>,
): readonly [inputs: readonly TaskInput[], blobs: readonly Uint8Array[]] => {
  const cargo: Cargo = { blobs: [] }
  return [needs.map(need => describe(need, supplies, outputs, persisted, cargo)), cargo.blobs]
}

const describe = (
  need: Need,
  { splits, items, outside }: Supplies,
  outputs: Shelf<string, MapOutput>,
  persisted: Shelf<number, StoredPartition>,
  cargo: Cargo,
): TaskInput => {
  const { node, partition, origin } = need
  switch (need.of) {
    case 'stored':
      return { node, partition, stored: referAll(persisted.get(origin.id, partition)!.location, cargo) }
    case 'blocks':
      return { node, partition, edge: need.edge, blocks: blocksFor(need.edge, partition, outputs, cargo) }
    case 'split': {
      const split = splits.get(origin)![partition]!
      const { from } = origin as Source
      if (split.from === 'items')
        return { node, partition, items: referAll(items.get(origin)![split.slice]!, cargo) }
      if (split.from !== 'batches') return { node, partition, split }
      const { fields, batches } = outside.get((from as BatchesSource).rows)!
      const location = batches[split.batch]
      return { node, partition, fields, batch: location && referAll(location, cargo) }
    }
  }
}

/** In map order; what holds no record is left out. */
const blocksFor = (
  edge: string,
  reducer: number,
  outputs: Shelf<string, MapOutput>,
  cargo: Cargo,
): readonly MapBlock[] => {
  const blocks: MapBlock[] = []
  const byMap = [...outputs.of(edge)].sort(([a], [b]) => a - b)
  for (const [mapIndex, { location, ranges }] of byMap) {
    const [offset, length] = ranges.length === 1 ? ranges[0]! : ranges[reducer]!
    if (length > 0) blocks.push({ mapIndex, block: refer(location, offset, length, cargo) })
  }
  return blocks
}
