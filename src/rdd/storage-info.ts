// What a session keeps of its persisted RDDs, in a shape that `console.table` shows well.

import type { Engine } from '../engine/engine.ts'
import type { StorageLevel } from '../lineage/lineage.ts'
import { nameOfKept } from './names.ts'

/** A persisted RDD of which something is kept. */
export interface RDDInfo {
  /** That of `setName`, if any. */
  readonly name: string | undefined
  readonly storageLevel: StorageLevel
  readonly numCachedPartitions: number
  readonly numPartitions: number
  /** Bytes of encoded blocks in memory; undefined where the engine does not encode. */
  readonly memSize: number | undefined
  /** Bytes of encoded blocks in files; undefined where the engine does not encode. */
  readonly diskSize: number | undefined
}

export const storageInfo = async (engine: Engine): Promise<readonly RDDInfo[]> => {
  const infos: RDDInfo[] = []
  for (const node of engine.persisted()) {
    const numPartitions = await engine.numPartitions(node)
    const kept = engine.keptOf(node)
    if (kept === undefined) continue
    infos.push(
      Object.freeze({
        name: nameOfKept(node),
        storageLevel: node.level,
        numCachedPartitions: kept.partitions,
        numPartitions,
        memSize: kept.memoryBytes,
        diskSize: kept.diskBytes,
      }),
    )
  }
  return Object.freeze(infos)
}
