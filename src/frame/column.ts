// A column expression as users write it. Immutable: each method gives a new one. The type parameters are the column's
// type, in the language of schemas, and its name where that is known.

import type { TypedColumn, TypeName } from '../rdd/schema.ts'
import type { Expression } from './plan/expression.ts'
import type {
  Any,
  Arithmetic,
  ElementOf,
  Family,
  IsAny,
  Lift,
  Logical,
  Numeric,
  OfPlain,
  OrNull,
  Plain,
  Textual,
} from './types.ts'

declare const TYPE: unique symbol

/** What stands beside a column of type T: a column of its kind, or a value. */
export type Beside<T> = Column<Family<T>> | Plain<T> | null
/** The type of what stands there. */
export type TypeOf<O> =
  IsAny<O> extends true ? O : O extends { readonly [TYPE]?: infer U } & Column ? U : OfPlain<O>

type Condition<A> = Column<Lift<'boolean', A>>
type Operand<O> = O extends Column ? TypeOf<O> : O
type Text = Column<Textual> | string
type Truth = Column<Logical> | boolean

/** The rows that a window function sees, for each row: those of its `partitionBy`, in the order of `orderBy`. */
export interface WindowSpec {
  readonly partitionBy?: ByColumn | readonly ByColumn[] | undefined
  readonly orderBy?: ByColumn | readonly ByColumn[] | undefined
  /** From and to, counted in rows from the current one: `[-2, 0]`; undefined is no bound. */
  readonly rows?: readonly [start: number | undefined, end: number | undefined] | undefined
  /** The same, counted in values of the one column of `orderBy`. */
  readonly range?: readonly [start: number | undefined, end: number | undefined] | undefined
}
/** A column by its name, or an expression. */
export type ByColumn = string | Column

export interface Column<out T = Any, out N extends string = string> {
  /** @internal */
  readonly expression: Expression
  readonly [TYPE]?: T
  /** @internal Only for the type. */
  readonly columnName?: N

  /** Equal; null where a side is null. A condition on null is not met. */
  eq<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  ne<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  lt<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  le<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  gt<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  ge<A, const O extends Beside<A>>(this: Column<A>, other: O): Condition<A | TypeOf<O>>
  /** Equal, where null equals null: never null itself. */
  eqNullSafe<A>(this: Column<A>, other: Beside<A>): Column<'boolean'>
  /** @example t.fare.between(5, 10) */
  between<A>(this: Column<A>, low: Beside<A>, high: Beside<A>): Condition<A>
  /** @example t.state.isIn('CA', 'NV') */
  isIn<A>(this: Column<A>, ...values: readonly Beside<A>[]): Condition<A>
  isNull(): Column<'boolean'>
  isNotNull(): Column<'boolean'>

  and<A extends Logical>(this: Column<A>, other: Truth): Condition<A>
  or<A extends Logical>(this: Column<A>, other: Truth): Condition<A>
  not<A extends Logical>(this: Column<A>): Condition<A>

  plus<A extends Numeric | 'date' | 'date?', const O extends Column<Numeric> | number | bigint>(
    this: Column<A>,
    other: O,
  ): Column<Arithmetic<A, Operand<O>>>
  minus<
    A extends Numeric | 'date' | 'date?',
    const O extends Column<Numeric | 'date' | 'date?'> | number | bigint,
  >(this: Column<A>, other: O): Column<Arithmetic<A, Operand<O>>>
  times<A extends Numeric, const O extends Column<Numeric> | number | bigint>(
    this: Column<A>,
    other: O,
  ): Column<Arithmetic<A, Operand<O>>>
  /** A float64; division by zero is an error (DATA): see `tryDivide`. */
  div<A extends Numeric, O extends Column<Numeric> | number | bigint>(
    this: Column<A>,
    other: O,
  ): Column<Lift<'float64', A | TypeOf<O>>>
  /** As `div`, and null where the divisor is zero. */
  tryDivide<A extends Numeric>(this: Column<A>, other: Column<Numeric> | number | bigint): Column<'float64?'>
  /** The quotient without its fraction: −7 by 2 is −3. By zero is an error. */
  intDiv<A extends Numeric, const O extends Column<Numeric> | number | bigint>(
    this: Column<A>,
    other: O,
  ): Column<Arithmetic<A, Operand<O>>>
  /** The remainder, with the sign of the dividend: −7 by 3 is −1. By zero is an error. */
  mod<A extends Numeric, const O extends Column<Numeric> | number | bigint>(
    this: Column<A>,
    other: O,
  ): Column<Arithmetic<A, Operand<O>>>
  negate<A extends Numeric>(this: Column<A>): Column<A>

  /** SQL's pattern: `%` is any text, `_` one character. */
  like<A extends Textual>(this: Column<A>, pattern: Text): Condition<A>
  ilike<A extends Textual>(this: Column<A>, pattern: Text): Condition<A>
  /** A regular expression (RE2) that matches somewhere in the text. */
  rlike<A extends Textual>(this: Column<A>, pattern: Text): Condition<A>
  startsWith<A extends Textual>(this: Column<A>, text: Text): Condition<A>
  endsWith<A extends Textual>(this: Column<A>, text: Text): Condition<A>
  contains<A extends Textual>(this: Column<A>, text: Text): Condition<A>
  /** `length` characters from position `start`, counted from 1. */
  substr<A extends Textual>(this: Column<A>, start: number, length: number): Column<Lift<'string', A>>

  /** The value as another type; what does not fit is an error (DATA): see `tryCast`. */
  cast<A, const U extends TypeName>(this: Column<A>, type: U): Column<Lift<U, A>>
  cast<A, const U extends TypedColumn>(this: Column<A>, type: U): Column<Lift<U, A>>
  /** As `cast`, and null where the value does not fit. */
  tryCast<const U extends TypeName>(type: U): Column<OrNull<U>>
  tryCast<const U extends TypedColumn>(type: U): Column<OrNull<U>>

  /** A field of a struct. */
  getField<A, const F extends FieldName<A>>(this: Column<A>, name: F): Column<FieldOf<A, F>>
  /** An element of a list, from 0 (outside is an error: see `tryGetItem`), or a value of a map (null where there is none). */
  getItem<A>(this: Column<A>, key: Column | number | bigint | string): Column<ItemOf<A>>
  tryGetItem<A>(this: Column<A>, key: Column | number | bigint | string): Column<OrNull<ItemOf<A>>>

  /** Under another name. */
  as<const M extends string>(name: M): Column<T, M>
  /** In an order: nulls first. */
  asc(options?: { readonly nulls?: 'first' | 'last' }): Column<T, N>
  /** In an order: falling, nulls last. */
  desc(options?: { readonly nulls?: 'first' | 'last' }): Column<T, N>
  /**
   * An aggregate or ranking for each row, of the rows around it.
   * @example sum(t.fare).over({ partitionBy: t.zone, orderBy: t.at })
   */
  over(window: WindowSpec): Column<T>
}

type FieldName<T> =
  IsAny<T> extends true ? string : T extends { readonly struct: infer S } ? keyof S & string : never
type FieldOf<T, F> =
  IsAny<T> extends true
    ? T
    : T extends { readonly struct: infer S }
      ? F extends keyof S
        ? Lift<S[F], T>
        : never
      : never
type ItemOf<T> =
  IsAny<T> extends true
    ? T
    : T extends { readonly list: unknown }
      ? ElementOf<T>
      : T extends { readonly map: { readonly value: infer V } }
        ? OrNull<V>
        : never
