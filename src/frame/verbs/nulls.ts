// Verbs about what is missing.

import { calling, failure } from '../../rdd/call.ts'
import type { DataFrame } from '../dataframe.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { sqlLiteral } from '../sql/literal.ts'
import { grow } from './grow.ts'

export const fillna = (self: Self, value: unknown): DataFrame => {
  const call = calling('fillna')
  const isByName = typeof value === 'object' && value !== null && !(value instanceof Date)
  const values: readonly (readonly [string | undefined, unknown])[] = isByName
    ? Object.entries(value)
    : [[undefined, value]]
  for (const [, filling] of values) {
    if (filling === null || filling === undefined) throw failure(call, 'ARGUMENT', 'takes a value, not null.')
    sqlLiteral(filling)
  }
  return grow(self, planNode({ kind: 'fill', ...call, parent: self.plan, values }))
}

export const dropna = (
  self: Self,
  options?: { readonly how?: 'any' | 'all'; readonly columns?: readonly string[] },
): DataFrame => {
  const call = calling('dropna')
  const { how = 'any', columns } = options ?? {}
  return grow(self, planNode({ kind: 'dropNulls', ...call, parent: self.plan, how, names: columns }))
}
