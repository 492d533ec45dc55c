// Groups: their keys wait for the aggregates.

import { calling, failure } from '../../rdd/call.ts'
import type { DataFrame, Grouped, Pivoted } from '../dataframe.ts'
import { type Expression, literal, named, call as operation, reference } from '../plan/expression.ts'
import { type Grouping, planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { grow, listed } from './grow.ts'
import { pivoted } from './pivot.ts'

const grouping =
  (operator: Grouping) =>
  (self: Self, ...args: readonly unknown[]): Grouped => {
    const call = calling(operator)
    return grouped(self, operator, listed(call, args))
  }
export const groupBy = grouping('groupBy')
export const rollup = grouping('rollup')
export const cube = grouping('cube')

export const agg = (self: Self, ...args: readonly unknown[]): DataFrame =>
  aggregated('agg', self, 'groupBy', [], args)

const aggregated = (
  operator: string,
  self: Self,
  grouping: Grouping,
  keys: readonly Expression[],
  args: readonly unknown[],
): DataFrame => {
  const call = calling(operator)
  const items = listed(call, args)
  if (items.length === 0) throw failure(call, 'ARGUMENT', 'takes at least one aggregate.')
  return grow(self, planNode({ kind: 'aggregate', ...call, parent: self.plan, grouping, keys, items }))
}

const grouped = (self: Self, grouping: Grouping, keys: readonly Expression[]): Grouped => {
  const short =
    (operator: string) =>
    (...names: readonly string[]): DataFrame => {
      const call = calling(operator)
      if (names.length === 0) throw failure(call, 'ARGUMENT', 'takes at least one name.')
      const items = names.map(name => named(operation(operator, reference(name)), `${operator}(${name})`))
      return grow(self, planNode({ kind: 'aggregate', ...call, parent: self.plan, grouping, keys, items }))
    }
  const methods: { readonly [M in keyof Grouped]: (...args: never[]) => unknown } = {
    agg: (...args: readonly unknown[]) => aggregated('agg', self, grouping, keys, args),
    count: () => {
      const call = calling('count')
      const items = [named(operation('count'), 'count')]
      return grow(self, planNode({ kind: 'aggregate', ...call, parent: self.plan, grouping, keys, items }))
    },
    sum: short('sum'),
    avg: short('avg'),
    min: short('min'),
    max: short('max'),
    pivot: (name: string, values: readonly unknown[]): Pivoted => {
      const call = calling('pivot')
      if (!Array.isArray(values) || values.length === 0)
        throw failure(call, 'ARGUMENT', 'takes the values that become columns, in a list.')
      return pivoted(self, { grouping, keys, name, values: values.map(value => literal(value)) })
    },
  }
  return Object.freeze(methods) as unknown as Grouped
}
