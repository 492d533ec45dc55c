// Rows of this process as a source: columns, made when the rows are given, which the database reads in place.

import type { Table } from '../codec/arrow.ts'
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
  register(call, database, table, fields, batches, rows.length)
  forgotten.register(node, () => database.forgetBatches(table))
  return node
}

/** A table of Arrow, looked at when an action needs it: whoever made it has loaded Arrow, we have not. */
export const arrowNode = (call: Call, database: Database, arrow: Table): Rows => {
  const table = `rows${++tables}`
  let reading: Promise<readonly Field[]> | undefined
  const read = async (): Promise<readonly Field[]> => {
    const { fromTable } = await import('../codec/from-arrow.ts')
    const { fields, batches } = fromTable(arrow)
    register(call, database, table, fields, batches, arrow.numRows)
    return fields
  }
  const once = () => {
    reading ??= read()
    return reading
  }
  const node = planNode<'rows'>({ kind: 'rows', ...call, table, read: once })
  forgotten.register(node, () => database.forgetBatches(table))
  return node
}

export const isArrowTable = (x: unknown): x is Table =>
  typeof x === 'object' && x !== null && 'schema' in x && 'batches' in x && 'numRows' in x

const register = (
  call: Call,
  database: Database,
  table: string,
  fields: readonly Field[],
  batches: Iterable<ColumnBatch>,
  rows: number,
): void => {
  const named = columnsOf(fields, call).map(({ sql }, i) => ({ ...fields[i]!, name: sql }))
  database.registerBatches(table, { fields: named, batches: () => batches, rows })
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
