// Verbs that choose and compute columns.

import { calling, failure } from '../../rdd/call.ts'
import type { DataFrame } from '../dataframe.ts'
import { named } from '../plan/expression.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { given, grow, listed, record, single } from './grow.ts'

export const select = (self: Self, ...args: readonly unknown[]): DataFrame => {
  const call = calling('select')
  return grow(self, planNode({ kind: 'project', ...call, parent: self.plan, items: listed(call, args) }))
}

export const withColumn = (self: Self, name: string, column: unknown): DataFrame => {
  const call = calling('withColumn')
  const items = [named(single(call, given(column)), name)]
  return grow(self, planNode({ kind: 'extend', ...call, parent: self.plan, items }))
}

export const withColumns = (self: Self, columns: unknown): DataFrame => {
  const call = calling('withColumns')
  return grow(
    self,
    planNode({ kind: 'extend', ...call, parent: self.plan, items: record(call, given(columns)) }),
  )
}

export const drop = (self: Self, ...names: readonly string[]): DataFrame => {
  const call = calling('drop')
  return grow(self, planNode({ kind: 'drop', ...call, parent: self.plan, names }))
}

export const rename = (self: Self, names: Readonly<Record<string, string>>): DataFrame => {
  const call = calling('rename')
  if (typeof names !== 'object' || names === null)
    throw failure(call, 'ARGUMENT', 'takes the new names in an object: { old: new }.')
  return grow(self, planNode({ kind: 'rename', ...call, parent: self.plan, names: Object.entries(names) }))
}

export const as = (self: Self, alias: string): DataFrame => {
  const call = calling('as')
  return grow(self, planNode({ kind: 'alias', ...call, parent: self.plan, alias }))
}
