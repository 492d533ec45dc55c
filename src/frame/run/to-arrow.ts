// The result as Arrow's columns.

import type { Table } from '../../codec/arrow.ts'
import type { ColumnBatch } from '../../lineage/batch.ts'
import type { Call } from '../../rdd/call.ts'
import type { Running } from '../../rdd/shape.ts'
import { byRow } from '../plan/by-row.ts'
import type { Self } from '../relational.ts'
import { withinLimit } from './limit.ts'
import { query } from './query.ts'
import { telling } from './tell.ts'

export const toArrow = async (call: Call, self: Self, options?: Running): Promise<Table> => {
  const result = await query(call, self, options, () => {}, undefined, { atOnce: byRow(self.plan)?.chooses })
  const gathered: ColumnBatch[] = []
  await telling(call, self.plan, async () => {
    for await (const batch of withinLimit(call, self, result)) gathered.push(batch)
  })
  const { toTable } = await import('../../codec/arrow.ts')
  return toTable(result.fields, gathered)
}
