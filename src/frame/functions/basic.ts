// Columns by name, values, and what chooses among columns.

import type { Column, TypeOf } from '../column.ts'
import { byName, column, isColumn, toExpression } from '../column-value.ts'
import { call, type Expression, literal, reference } from '../plan/expression.ts'
import { sqlLiteral } from '../sql/literal.ts'
import type { Any, Common, Flat, Lift, Logical, NotNull, OfPlain, OrNull } from '../types.ts'
import { apply, applyAll, type Of, type TypeAt } from './apply.ts'

/**
 * A column by its name; `t.fare` is that of the frame whose alias is t.
 * @example trips.as('t').where(col('t.fare').gt(5))
 */
export const col = <const N extends string>(name: N): Column<Any, N> =>
  column(reference(name)) as Column<Any, N>

/**
 * A value as a column: null, boolean, number, bigint, string, Date, bytes, or a list of them.
 * @throws PartitaError ARGUMENT for a value that no column holds
 * @example trips.withColumn('source', lit('csv'))
 */
export const lit = <const V>(value: V): Column<OfPlain<V>> => {
  if (isColumn(value)) return value as never
  sqlLiteral(value)
  return column(literal(value)) as Column<OfPlain<V>>
}

type Either<A, B> = Lift<Common<NotNull<A>, NotNull<B>>, A | B>

/** A choice by conditions; null where none is met, unless `otherwise` says what. */
export interface When<T> extends Column<OrNull<T>> {
  when<const V>(condition: Column<Logical>, value: V): When<Either<T, TypeOf<V>>>
  otherwise<const V>(value: V): Column<Either<T, TypeOf<V>>>
}

/**
 * The value of the first condition that is met.
 * @example when(t.fare.gt(50), 'long').when(t.fare.gt(10), 'middle').otherwise('short')
 */
export const when = <const V>(condition: Column<Logical>, value: V): When<TypeOf<V>> =>
  choosing([toExpression(condition), toExpression(value)]) as When<TypeOf<V>>

const choosing = (branches: readonly Expression[]): unknown => {
  const chosen = column(call('case', ...branches)) as object
  return new Proxy(chosen, {
    get: (target, name) => {
      if (name === 'when')
        return (condition: unknown, value: unknown) =>
          choosing([...branches, toExpression(condition), toExpression(value)])
      if (name === 'otherwise')
        return (value: unknown) => column(call('case', ...branches, toExpression(value)))
      return Reflect.get(target, name)
    },
  })
}

/** The first that is not null. */
export const coalesce = <const C extends readonly Of<Any>[]>(...columns: C): Column<CoalescedOf<C>> =>
  applyAll('coalesce', columns)

type CoalescedOf<C extends readonly unknown[]> = C extends readonly [infer A]
  ? TypeAt<A>
  : C extends readonly [infer A, ...infer R]
    ? Filled<TypeAt<A>, CoalescedOf<R>>
    : Any
type Filled<A, B> = Lift<Common<NotNull<A>, NotNull<B>>, B>

/** Null where both are equal, else the first. */
export const nullIf = <const C extends Of<Any>>(
  value: C,
  other: Column | Plainly,
): Column<OrNull<TypeAt<C>>> => apply('nullIf', value, other)

type Plainly = string | number | bigint | boolean | Date

/** The greatest, nulls skipped. */
export const greatest = <const C extends readonly Of<Any>[]>(...columns: C): Column<CoalescedOf<C>> =>
  applyAll('greatest', columns)
/** The least, nulls skipped. */
export const least = <const C extends readonly Of<Any>[]>(...columns: C): Column<CoalescedOf<C>> =>
  applyAll('least', columns)

/** Rising order, nulls first. */
export const asc = (name: Of<Any>): Column => column(byName(name)).asc()
/** Falling order, nulls last. */
export const desc = (name: Of<Any>): Column => column(byName(name)).desc()

/** Whether a condition does not hold. */
export const not = <A extends Logical>(condition: Column<A>): Column<Lift<'boolean', A>> =>
  apply('not', condition)

/**
 * Columns as one, by their names.
 * @example struct({ x: t.lon, y: t.lat })
 */
export const struct = <O extends Readonly<Record<string, Column>>>(
  fields: O,
): Column<{ readonly struct: Flat<{ readonly [N in keyof O]: TypeOf<O[N]> }> }> =>
  column(
    call(
      'struct',
      ...Object.entries(fields).flatMap(([name, value]) => [literal(name), toExpression(value)]),
    ),
  ) as never
