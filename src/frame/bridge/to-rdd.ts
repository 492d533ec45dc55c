// From a frame to an RDD: the query's rows as a source of the lineage, a partition for each batch. The query runs with
// the first action that needs them, once for as long as the plan lives; rows are made of the fields that closures read.

import type { RecordBatch } from '../../codec/record-batch.ts'
import { node } from '../../lineage/lineage.ts'
import type { OutsideRows, RowForm } from '../../lineage/source.ts'
import { type Call, calling } from '../../rdd/call.ts'
import type { RDD } from '../../rdd/rdd.ts'
import type { Plan } from '../plan/plan.ts'
import { planPaths } from '../plan/plan-paths.ts'
import { planLines } from '../plan/show.ts'
import type { Self } from '../relational.ts'

export const rdd = (self: Self): RDD<unknown> => source(calling('rdd'), self, 'rows')

export const batches = (self: Self): RDD<RecordBatch> =>
  source(calling('batches'), self, 'arrow') as RDD<RecordBatch>

const source = (call: Call, self: Self, as: RowForm): RDD<unknown> => {
  const from = { from: 'batches', rows: rowsOf(self), as } as const
  return self.relational.driver.rdd(node({ kind: 'source', ...call, from }))
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
    open: async (signal: AbortSignal) => {
      // Loaded by the first action, as for frames.
      const { ofRows, query } = await import('../run/query.ts')
      return query({ operator: 'rdd', callSite: self.plan.callSite }, self, { signal }, ofRows)
    },
    describe: async () => planLines(self.plan).join('\n'),
    paths: () => planPaths(self.plan),
  })
