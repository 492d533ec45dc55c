// How a function of columns becomes a call in the expression. A string where a column is taken is a column's name.

import type { Column } from '../column.ts'
import { byName, column, toExpression } from '../column-value.ts'
import { call } from '../plan/expression.ts'
import type { Any } from '../types.ts'

/** A column by its name, or an expression of one of the types. */
export type Of<T> = Column<T> | string

/** The first argument is a column or its name, the others are columns or values. */
export const apply = (name: string, first: unknown, ...rest: readonly unknown[]): Column<never> =>
  column(call(name, byName(first), ...rest.map(toExpression))) as Column<never>

/** All arguments are columns or names of columns. */
export const applyAll = (name: string, args: readonly unknown[]): Column<never> =>
  column(call(name, ...args.map(byName))) as Column<never>

/** The type of a column; of a name, which could be any. */
export type TypeAt<C> = C extends string ? Any : C extends Column<infer T> ? T : never
