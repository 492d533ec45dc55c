// Verbs that choose and order rows.

import { calling, failure } from '../../rdd/call.ts'
import { ordered } from '../column-value.ts'
import type { DataFrame } from '../dataframe.ts'
import { planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { given, grow, single } from './grow.ts'

const filtering =
  (operator: string) =>
  (self: Self, condition: unknown): DataFrame => {
    const call = calling(operator)
    return grow(
      self,
      planNode({ kind: 'filter', ...call, parent: self.plan, condition: single(call, given(condition)) }),
    )
  }
export const where = filtering('where')
export const filter = filtering('filter')

const cutting =
  (operator: 'limit' | 'offset') =>
  (self: Self, n: number): DataFrame => {
    const call = calling(operator)
    if (!Number.isSafeInteger(n) || n < 0)
      throw failure(call, 'ARGUMENT', `takes a number of rows that is an integer from 0, not ${String(n)}.`)
    const cut = operator === 'limit' ? { n, offset: 0 } : { n: undefined, offset: n }
    return grow(self, planNode({ kind: 'limit', ...call, parent: self.plan, ...cut }))
  }
export const limit = cutting('limit')
export const offset = cutting('offset')

export const sample = (self: Self, fraction: number, options?: { readonly seed?: number }): DataFrame => {
  const call = calling('sample')
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= 1))
    throw failure(call, 'ARGUMENT', `takes a fraction from 0 to 1, not ${String(fraction)}.`)
  const seed = options?.seed ?? self.relational.driver.seed
  if (!Number.isSafeInteger(seed))
    throw failure(call, 'ARGUMENT', `takes a seed that is an integer, not ${String(seed)}.`)
  return grow(self, planNode({ kind: 'sample', ...call, parent: self.plan, fraction, seed }))
}

export const distinct = (self: Self): DataFrame => {
  const call = calling('distinct')
  return grow(self, planNode({ kind: 'distinct', ...call, parent: self.plan }))
}

export const dropDuplicates = (
  self: Self,
  options?: { readonly by?: string | readonly string[] },
): DataFrame => {
  const call = calling('dropDuplicates')
  const by = options?.by === undefined ? undefined : [options.by].flat()
  return grow(self, planNode({ kind: 'distinct', ...call, parent: self.plan, by }))
}

export const orderBy = (self: Self, ...args: readonly unknown[]): DataFrame => {
  const call = calling('orderBy')
  const by = (args.length === 1 ? [given(args[0])] : args).flat().map(ordered)
  if (by.length === 0) throw failure(call, 'ARGUMENT', 'takes at least one column.')
  return grow(self, planNode({ kind: 'sort', ...call, parent: self.plan, by }))
}
