// Column expressions: a closed union of frozen plain data. Untyped here: the type parameter lives on Column<T> only,
// what an expression means is in `operations.ts`, its check in `typing.ts`, its SQL in `sql-expression.ts`.

import type { DataType, FieldType } from '../../lineage/data-type.ts'
import type { Fn } from '../../lineage/fn.ts'
import type { Call as Site } from '../../rdd/call.ts'

/** A column of the frame below; of one side of a join; or of the frame that bears an alias. */
export interface Reference {
  readonly kind: 'reference'
  readonly name: string
  readonly alias?: string | undefined
  readonly side?: 0 | 1 | undefined
}
export interface Literal {
  readonly kind: 'literal'
  readonly value: unknown
}
/** An operation of the table in `operations.ts`, operators and aggregates among them. */
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expression[]
}
/** A closure of the user's, which the workers call. */
export interface UserFunction extends Site {
  readonly name: string
  readonly f: Fn
  readonly result: FieldType
  /** With the values of one row, with whole columns of Arrow, or a promise a row, so many at once. */
  readonly form: 'row' | 'columns' | { readonly concurrency: number }
}
export interface Applied {
  readonly kind: 'apply'
  readonly of: UserFunction
  readonly args: readonly Expression[]
}
export interface Cast {
  readonly kind: 'cast'
  readonly arg: Expression
  readonly to: DataType
  /** Null where the value does not fit, in place of an error. */
  readonly safe: boolean
}
/** Rows from `start` to `end`, the current one being 0 and one of no bound undefined. */
export interface Bounds {
  readonly unit: 'rows' | 'range'
  readonly start: number | undefined
  readonly end: number | undefined
}
export interface Over {
  readonly kind: 'over'
  readonly arg: Expression
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly Expression[]
  readonly bounds?: Bounds | undefined
}
export interface Named {
  readonly kind: 'named'
  readonly arg: Expression
  readonly name: string
}
export interface Sorted {
  readonly kind: 'sorted'
  readonly arg: Expression
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

export type Expression = Reference | Literal | Call | Applied | Cast | Over | Named | Sorted

export const reference = (name: string, side?: 0 | 1): Reference =>
  Object.freeze({ kind: 'reference', name, side })

export const literal = (value: unknown): Literal => Object.freeze({ kind: 'literal', value })

export const call = (name: string, ...args: readonly Expression[]): Call =>
  Object.freeze({ kind: 'call', name, args: Object.freeze(args) })

export const named = (arg: Expression, name: string): Named =>
  Object.freeze({ kind: 'named', arg: bare(arg), name })

/** Without its name. */
export const bare = (expression: Expression): Exclude<Expression, Named> =>
  expression.kind === 'named' ? (expression.arg as Exclude<Expression, Named>) : expression

/** Nulls come first where values rise and last where they fall, as in Spark. */
export const sorted = (arg: Expression, descending: boolean, nulls?: 'first' | 'last'): Sorted =>
  Object.freeze({
    kind: 'sorted',
    arg: bare(arg),
    descending,
    nulls: nulls ?? (descending ? 'last' : 'first'),
  })

export const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'reference':
    case 'literal':
      return []
    case 'call':
    case 'apply':
      return expression.args
    case 'over':
      return [expression.arg, ...expression.partitionBy, ...expression.orderBy]
    default:
      return [expression.arg]
  }
}

/** The same expression over other parts, as many as `partsOf` gives. */
export const withParts = (expression: Expression, parts: readonly Expression[]): Expression => {
  if (partsOf(expression).every((part, i) => part === parts[i])) return expression
  switch (expression.kind) {
    case 'reference':
    case 'literal':
      return expression
    case 'call':
    case 'apply':
      return Object.freeze({ ...expression, args: parts })
    case 'over': {
      const [arg, ...rest] = parts as readonly [Expression, ...Expression[]]
      const { length } = expression.partitionBy
      return Object.freeze({
        ...expression,
        arg,
        partitionBy: rest.slice(0, length),
        orderBy: rest.slice(length),
      })
    }
    default:
      return Object.freeze({ ...expression, arg: parts[0]! })
  }
}
