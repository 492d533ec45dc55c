// What the action `batches` left in the block store, as the caller reads it, in place. A batch that is being read is
// held: DuckDB may look at it a moment after nobody wants it any more.

import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { decodeBatch } from '../../codec/batch.ts'
import { PartitaError } from '../../fault.ts'
import type { PartitionBatches } from '../../lineage/action.ts'
import type { Field } from '../../lineage/data-type.ts'
import type { BlockStore, Location } from '../../storage/store.ts'

export interface KeptBatch {
  readonly location: Location
  readonly rows: number
  /** Of its bytes. */
  readonly checksum: number
}

export const partitionBatches = (
  store: BlockStore,
  fields: readonly Field[],
  kept: readonly KeptBatch[],
): PartitionBatches => {
  let freed = false
  return {
    rows: kept.reduce((sum, { rows }) => sum + rows, 0),
    batches: function* () {
      for (const { location, checksum } of kept) {
        if (freed) return
        const letGo = store.hold(location)
        try {
          const bytes = location.in === 'memory' ? location.bytes : readFileSync(location.path)
          if (crc32(bytes) !== checksum)
            throw new PartitaError('DATA', 'Columns that were kept for a query are damaged.', {
              hint: 'Run the query again.',
            })
          yield decodeBatch(fields, bytes)
        } finally {
          letGo()
        }
      }
    },
    free: () => {
      freed = true
      return freeBatches(store, kept)
    },
  }
}

export const freeBatches = async (store: BlockStore, kept: readonly KeptBatch[]): Promise<void> => {
  await Promise.all(kept.map(({ location }) => store.free(location)))
}
