// Rows of this process as a source: columns, made when the rows are given, which the database reads in place.

import { batchWriter } from '../codec/batch-rows.ts'
import { PartitaError } from '../fault.ts'
import type { Database } from '../io/duckdb/database.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { Call } from '../rdd/call.ts'
import { columnsOf } from './check/scope.ts'
import { planNode, type Rows } from './plan/plan.ts'

const BATCH_ROWS = 122_880

let tables = 0

/** When a node is gone, the database forgets its rows. */
const forgotten = new FinalizationRegistry<() => void>(forget => forget())

export const rowsNode = (
  call: Call,
  database: Database,
  fields: readonly Field[],
  rows: readonly unknown[],
): Rows => {
  const batches = batchesOf(call, fields, rows)
  const table = `rows${++tables}`
  const node = planNode<'rows'>({ kind: 'rows', ...call, fields, table })
  const named = columnsOf(fields, call).map(({ sql }, i) => ({ ...fields[i]!, name: sql }))
  database.registerBatches(table, { fields: named, batches: () => batches, rows: rows.length })
  forgotten.register(node, () => database.forgetBatches(table))
  return node
}

const batchesOf = (
  { operator, callSite }: Call,
  fields: readonly Field[],
  rows: readonly unknown[],
): readonly ColumnBatch[] => {
  try {
    const write = batchWriter(fields)
    return Array.from({ length: Math.ceil(rows.length / BATCH_ROWS) }, (_, i) =>
      write(rows.slice(i * BATCH_ROWS, (i + 1) * BATCH_ROWS), i * BATCH_ROWS),
    )
  } catch (error) {
    if (error instanceof PartitaError) Object.assign(error, { operator, callSite: callSite.position })
    throw error
  }
}
