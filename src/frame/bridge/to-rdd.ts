// From a frame to an RDD: its rows as a source of the lineage. Where the frame makes each row of Parquet files by itself,
// the workers read them; else a query does, with the first action that needs its rows, once for as long as the plan
// lives, a partition for each batch. Rows are made of the fields that closures read.

import type { RecordBatch } from '../../codec/record-batch.ts'
import { node } from '../../lineage/lineage.ts'
import type { OutsideRows, RowForm, SourceSpec } from '../../lineage/source.ts'
import { type Call, calling } from '../../rdd/call.ts'
import type { RDD } from '../../rdd/rdd.ts'
import type { Plan } from '../plan/plan.ts'
import { planPaths } from '../plan/plan-paths.ts'
import { planLines } from '../plan/show.ts'
import type { Self } from '../relational.ts'
import { fileRows, scanned } from './worker-scan.ts'

export const rdd = (self: Self): RDD<unknown> => source(calling('rdd'), self, 'rows')

export const batches = (self: Self): RDD<RecordBatch> =>
  source(calling('batches'), self, 'arrow') as RDD<RecordBatch>

const source = (call: Call, self: Self, as: RowForm): RDD<unknown> =>
  self.relational.driver.rdd(node({ kind: 'source', ...call, from: specOf(self, as) }))

const specOf = (self: Self, as: RowForm): SourceSpec => {
  const files = scanned(self.plan)
  if (files === undefined) return { from: 'batches', rows: rowsOf(self), as }
  const { splitBytes } = self.relational
  return { from: 'parquet', paths: files.paths, splitBytes, frame: fileRows(self.plan, files), as }
}

/** Both forms of a plan's rows are read of one run. */
const known = new WeakMap<Plan, OutsideRows>()

const rowsOf = (self: Self): OutsideRows => {
  const rows = known.get(self.plan) ?? opening(self)
  known.set(self.plan, rows)
  return rows
}

const opening = (self: Self): OutsideRows =>
  Object.freeze({
    open: async (signal: AbortSignal, passing?: boolean) => {
      // Loaded by the first action, as for frames.
      const { ofRows, query } = await import('../run/query.ts')
      const call = { operator: 'rdd', callSite: self.plan.callSite }
      return query(call, self, { signal }, ofRows, undefined, { passing })
    },
    describe: async () => [...planLines(self.plan), 'by one query of the driver'].join('\n'),
    paths: () => planPaths(self.plan),
  })
