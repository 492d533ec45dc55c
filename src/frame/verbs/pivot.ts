// Values that become columns: each aggregate sees the rows of one value only.

import { calling, failure } from '../../rdd/call.ts'
import type { DataFrame, Pivoted } from '../dataframe.ts'
import { operationOf } from '../operations/table.ts'
import {
  bare,
  type Expression,
  type Literal,
  literal,
  named,
  call as operation,
  partsOf,
  reference,
} from '../plan/expression.ts'
import { type Grouping, planNode } from '../plan/plan.ts'
import type { Self } from '../relational.ts'
import { given, grow, record } from './grow.ts'

interface Pivot {
  readonly grouping: Grouping
  readonly keys: readonly Expression[]
  readonly name: string
  readonly values: readonly Literal[]
}

export const pivoted = (self: Self, { grouping, keys, name, values }: Pivot): Pivoted => {
  const agg = (columns: unknown): DataFrame => {
    const call = calling('agg')
    const aggregates = record(call, given(columns))
    const items = values.flatMap(value => {
      const met = operation('eqNullSafe', reference(name), value)
      const column = String(value.value)
      return aggregates.map(aggregate => {
        const arg = bare(aggregate)
        if (arg.kind !== 'call' || operationOf(arg.name).role !== 'aggregate')
          throw failure(call, 'PLAN', `takes single aggregates after pivot, not ${aggregate.name}.`)
        return named(only(arg, met), aggregates.length === 1 ? column : `${column}_${aggregate.name}`)
      })
    })
    return grow(self, planNode({ kind: 'aggregate', ...call, parent: self.plan, grouping, keys, items }))
  }
  return Object.freeze({ agg }) as Pivoted
}

/** The aggregate over the rows that meet the condition: null, which it skips, stands for the others. */
const only = (aggregate: Expression, condition: Expression): Expression => {
  const [first, ...rest] = partsOf(aggregate)
  const { name } = aggregate as { readonly name: string }
  const one = operation('case', condition, first ?? literal(1))
  const value = operation(name === 'first' ? 'anyValue' : name, one, ...rest)
  // A count of no rows is null in a pivot, as every other aggregate is.
  return name === 'count' ? operation('nullIf', value, literal(0)) : value
}
