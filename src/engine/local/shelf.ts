// What a finished task brought, put into the block store until the scheduler says whether it counts.

import type { Persisted } from '../../lineage/lineage.ts'
import type { Cache } from '../../storage/cache.ts'
import type { BlockStore } from '../../storage/store.ts'
import type { TaskResult } from '../../worker/program.ts'
import { freeBatches, type KeptBatch } from './kept-batches.ts'
import type { Arrival, RunningTask } from './running.ts'

export const shelf = (store: BlockStore, cache: Cache) => {
  const keep = async (
    written: TaskResult['batches'],
    blobs: readonly Uint8Array[],
  ): Promise<readonly KeptBatch[] | undefined> => {
    if (written === undefined) return undefined
    const kept: KeptBatch[] = []
    for (const { blob, rows, checksum } of written)
      kept.push({ location: await store.put(blobs[blob]!), rows, checksum })
    return kept
  }

  return {
    put: async (
      result: TaskResult,
      blobs: readonly Uint8Array[],
      { stage }: RunningTask,
    ): Promise<Arrival> => {
      const { blocks } = result
      const output = blocks && { location: await store.put(blobs[blocks.blob]!), ranges: blocks.ranges }
      const persisted: Arrival['persisted'][number][] = []
      try {
        for (const { node, partition, blob } of result.persisted) {
          const { id: rdd, level } = stage.planned.origins[node] as Persisted
          const location = await cache.place(level, blobs[blob]!)
          if (location !== undefined) persisted.push({ rdd, partition, level, location })
        }
        return { result, blobs, output, batches: await keep(result.batches, blobs), persisted }
      } catch (error) {
        for (const { location } of [...(output === undefined ? [] : [output]), ...persisted])
          void store.free(location)
        throw error
      }
    },
    drop: ({ output, persisted, batches = [] }: Arrival): void => {
      if (output !== undefined) void store.free(output.location)
      for (const { location } of persisted) void store.free(location)
      void freeBatches(store, batches)
    },
  }
}
