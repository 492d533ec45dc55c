// Frames that make each row of Parquet files by itself: their RDDs need no query of the driver's. The databases of the
// workers run the frame's SQL, each over the row groups of its partition.

import type { FrameRows } from '../../lineage/source.ts'
import { operationOf } from '../operations/table.ts'
import { type Expression, partsOf } from '../plan/expression.ts'
import { type Kind, type ParquetFiles, type Plan, parentsOf } from '../plan/plan.ts'
import { expressionsOf } from '../plan/rewrite.ts'
import { planLines } from '../plan/show.ts'

const BY_ROW: ReadonlySet<Kind> = new Set([
  'project',
  'extend',
  'drop',
  'rename',
  'filter',
  'fill',
  'dropNulls',
  'alias',
])

/** The files whose rows it makes, if it does so one by one. */
export const scanned = (plan: Plan): ParquetFiles | undefined => {
  let at = plan
  while (BY_ROW.has(at.kind) && isByRow(expressionsOf(at))) at = parentsOf(at)[0]!
  return at.kind === 'files' && at.reading.format === 'parquet' ? (at as ParquetFiles) : undefined
}

/** No aggregate, no window, no function of the user's. */
const isByRow = (expressions: readonly Expression[]): boolean => {
  const parts = new Set(expressions)
  for (const part of parts) {
    if (part.kind === 'apply') return false
    if (part.kind === 'call' && !['scalar', 'generator'].includes(operationOf(part.name).role)) return false
    for (const inner of partsOf(part)) parts.add(inner)
  }
  return true
}

export const fileRows = (plan: Plan, files: ParquetFiles): FrameRows =>
  Object.freeze({
    // Loaded by the first action, as for frames.
    open: async () => (await import('./file-query.ts')).fileQuery(plan, files),
    describe: async () =>
      [...planLines(plan), 'by the workers, from the row groups of their partitions'].join('\n'),
  })
