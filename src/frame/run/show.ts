// The first rows as a table on standard output.

import { rowReader } from '../../codec/batch-rows.ts'
import { type Call, failure } from '../../rdd/call.ts'
import { printTable } from '../../rdd/print-table.ts'
import type { Running } from '../../rdd/shape.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { query } from './query.ts'
import { telling } from './tell.ts'

export const show = async (
  call: Call,
  self: Self,
  n = 20,
  options?: Running & { readonly truncate?: boolean | undefined },
): Promise<void> => {
  if (!Number.isSafeInteger(n) || n < 0)
    throw failure(call, 'ARGUMENT', `takes a number of rows that is an integer from 0, not ${String(n)}.`)
  const { fields, batches } = await query(
    call,
    self,
    options,
    () => {},
    parent => planNode({ kind: 'limit', ...call, parent, n: n + 1, offset: 0 }),
  )
  const places = fields.map((field, i) => ({ ...field, name: String(i) }))
  const read = rowReader(places)
  const rows: (readonly unknown[])[] = []
  await telling(call, self.plan, async () => {
    for await (const batch of batches)
      for (const row of read(batch)) rows.push(places.map(({ name }) => row[name]))
  })
  const columns = fields.map(({ name, type }) => ({
    title: name,
    right: typeof type === 'string' && /int|float/.test(type),
  }))
  await printTable(columns, rows, n, options?.truncate !== false)
}
