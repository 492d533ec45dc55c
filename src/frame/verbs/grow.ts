// How a verb makes a frame: the node, checked as far as its columns are known.

import { type Call, failure } from '../../rdd/call.ts'
import { outputOf } from '../check/output.ts'
import type { Column } from '../column.ts'
import { byName, columnsProxy, isColumn } from '../column-value.ts'
import type { DataFrame } from '../dataframe.ts'
import { type Expression, named } from '../plan/expression.ts'
import type { Plan } from '../plan/plan.ts'
import type { Self } from '../relational.ts'

export const grow = ({ relational }: Self, plan: Plan): DataFrame => {
  outputOf(plan)
  return relational.frame(plan)
}

/** A frame of the same session. */
export const other = (call: Call, { relational }: Self, frame: unknown): Plan => {
  const so = frame as Partial<Self> | undefined
  if (so?.plan === undefined || so.relational === undefined)
    throw failure(call, 'ARGUMENT', 'takes a DataFrame.')
  if (so.relational !== relational)
    throw failure(call, 'ARGUMENT', 'takes a DataFrame of the same session, not of another one.')
  return so.plan
}

/** What a callback gives of the columns, or the value itself. */
export const given = (x: unknown): unknown =>
  typeof x === 'function' ? (x as (t: Record<string, Column>) => unknown)(columnsProxy()) : x

/** Columns by name: a list of names and columns, or an object whose keys name them. */
export const listed = (call: Call, args: readonly unknown[]): readonly Expression[] => {
  const [only] = args
  const values = args.length === 1 ? given(only) : args
  if (Array.isArray(values)) return values.map(value => one(call, value))
  if (isColumn(values) || typeof values === 'string') return [one(call, values)]
  return record(call, values)
}

/** `{ name: column }` as named expressions. */
export const record = (call: Call, columns: unknown): readonly ReturnType<typeof named>[] => {
  if (typeof columns !== 'object' || columns === null || isColumn(columns))
    throw failure(call, 'ARGUMENT', 'takes columns by name.', {
      hint: 'Write { name: column }, or t => ({ name: t.column }).',
    })
  return Object.entries(columns).map(([name, value]) => named(single(call, value), name))
}

export const one = (call: Call, value: unknown): Expression =>
  typeof value === 'string' ? byName(value) : single(call, value)

/** One column, no plain value: a string could be meant as a name or as text. */
export const single = (call: Call, value: unknown): Expression => {
  if (isColumn(value)) return value.expression
  throw failure(call, 'ARGUMENT', `takes columns, not ${shown(value)}.`, {
    hint: 'Write lit(value) for a value, col(name) for a column by its name.',
  })
}

const shown = (value: unknown): string => {
  if (typeof value === 'function') return 'a function'
  if (value instanceof Promise) return 'a promise'
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? String(value))
}
