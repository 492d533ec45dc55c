// Frames that make each row of Parquet files by itself: their RDDs need no query of the driver's. The databases of the
// workers run the frame's SQL, each over the row groups of its partition.

import type { FrameRows } from '../../lineage/source.ts'
import { byRow } from '../plan/by-row.ts'
import type { ParquetFiles, Plan } from '../plan/plan.ts'
import { planLines } from '../plan/show.ts'

/** The files whose rows it makes, if it does so one by one. */
export const scanned = (plan: Plan): ParquetFiles | undefined => {
  const leaf = byRow(plan)?.leaf
  return leaf?.kind === 'files' && leaf.reading.format === 'parquet' ? (leaf as ParquetFiles) : undefined
}

export const fileRows = (plan: Plan, files: ParquetFiles): FrameRows =>
  Object.freeze({
    // Loaded by the first action, as for frames.
    open: async () => (await import('./file-query.ts')).fileQuery(plan, files),
    describe: async () =>
      [...planLines(plan), 'by the workers, from the row groups of their partitions'].join('\n'),
  })
