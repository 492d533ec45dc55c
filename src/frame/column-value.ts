// The methods of Column: each makes a call in the expression.

import { inspect } from 'node:util'
import { PartitaError } from '../fault.ts'
import { DRIVER_ONLY } from '../rdd/driver-only.ts'
import { fieldType } from '../rdd/schema.ts'
import type { Column, WindowSpec } from './column.ts'
import { type Bounds, call, type Expression, literal, named, reference, sorted } from './plan/expression.ts'
import { sqlLiteral } from './sql/literal.ts'

class ColumnValue {
  readonly expression: Expression
  constructor(expression: Expression) {
    this.expression = expression
    Object.freeze(this)
  }
  get [DRIVER_ONLY]() {
    return 'a column'
  }
  [inspect.custom]() {
    return `Column(${this.expression.kind})`
  }
}

export const column = (expression: Expression): Column => new ColumnValue(expression) as unknown as Column

export const isColumn = (x: unknown): x is Column => x instanceof ColumnValue

/** A column, or a value that stands for itself. */
export const toExpression = (x: unknown): Expression => {
  if (isColumn(x)) return x.expression
  sqlLiteral(x)
  return literal(x)
}

/** A column by its name, or an expression. */
export const byName = (x: unknown): Expression => (typeof x === 'string' ? reference(x) : toExpression(x))

const applying =
  (name: string) =>
  (first: ColumnValue, ...args: readonly unknown[]): Column =>
    column(call(name, first.expression, ...args.map(toExpression)))

const PLAIN = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'eqNullSafe',
  'between',
  'isIn',
  'isNull',
  'isNotNull',
  'and',
  'or',
  'not',
  'plus',
  'minus',
  'times',
  'div',
  'tryDivide',
  'intDiv',
  'mod',
  'negate',
  'like',
  'ilike',
  'rlike',
  'startsWith',
  'endsWith',
  'contains',
  'getField',
  'getItem',
  'tryGetItem',
] as const satisfies readonly (keyof Column)[]

const casting =
  (safe: boolean) =>
  (of: ColumnValue, type: unknown): Column =>
    column(Object.freeze({ kind: 'cast', arg: of.expression, to: fieldType('of a cast', type).type, safe }))

const ordering =
  (descending: boolean) =>
  (of: ColumnValue, options?: { readonly nulls?: 'first' | 'last' }): Column =>
    column(sorted(of.expression, descending, options?.nulls))

const list = (by: unknown): readonly unknown[] => (by === undefined ? [] : Array.isArray(by) ? by : [by])

/** What is ordered by: rising where nothing else is said. */
export const ordered = (by: unknown) => {
  const expression = byName(by)
  return expression.kind === 'sorted' ? expression : sorted(expression, false)
}

const over = ({ expression }: ColumnValue, window: WindowSpec): Column => {
  const { partitionBy, orderBy, rows, range } = window
  if (rows !== undefined && range !== undefined)
    throw new PartitaError('ARGUMENT', 'A window has rows or a range, not both.')
  return column(
    Object.freeze({
      kind: 'over',
      arg: expression,
      partitionBy: list(partitionBy).map(byName),
      orderBy: list(orderBy).map(ordered),
      bounds: rows === undefined ? range && bounds('range', range) : bounds('rows', rows),
    }),
  )
}

const bounds = (unit: Bounds['unit'], [start, end]: readonly (number | undefined)[]): Bounds => {
  for (const at of [start, end])
    if (at !== undefined && !Number.isSafeInteger(at))
      throw new PartitaError('ARGUMENT', `A bound of a window is an integer, not ${String(at)}.`)
  if (start !== undefined && end !== undefined && start > end)
    throw new PartitaError('ARGUMENT', `A window cannot start at ${start} and end at ${end}.`)
  return Object.freeze({ unit, start, end })
}

type Method = (of: ColumnValue, ...args: never[]) => Column

const METHODS: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(PLAIN.map(name => [name, applying(name)])),
  substr: applying('substring'),
  cast: casting(false),
  tryCast: casting(true),
  as: (of, name: string) => column(named(of.expression, name)),
  asc: ordering(false),
  desc: ordering(true),
  over,
}

for (const [name, method] of Object.entries(METHODS))
  Object.defineProperty(ColumnValue.prototype, name, {
    value(this: ColumnValue, ...args: never[]) {
      return method(this, ...args)
    },
  })

/** The columns of a frame as a callback sees them: whatever name is asked for. */
export const columnsProxy = (side?: 0 | 1): Record<string, Column> =>
  new Proxy(Object.freeze(Object.create(null)) as Record<string, Column>, {
    get: (_, name) => (typeof name === 'string' ? column(reference(name, side)) : undefined),
  })
