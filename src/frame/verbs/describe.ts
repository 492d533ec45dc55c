// Statistics of the columns, a row for each.

import { calling } from '../../rdd/call.ts'
import type { DataFrame } from '../dataframe.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { grow } from './grow.ts'

export const describe = (self: Self, ...names: readonly string[]): DataFrame => {
  const call = calling('describe')
  return grow(self, planNode({ kind: 'summary', ...call, parent: self.plan, names }))
}
