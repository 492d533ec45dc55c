// The user's own functions of columns. They are closures like any other and run on the workers.

import type { ArrowVector } from '../../codec/arrow.ts'
import type { FieldType } from '../../lineage/data-type.ts'
import { type Call, calling, failure } from '../../rdd/call.ts'
import { checkCount, checkFunction, checkOptions } from '../../rdd/check.ts'
import { fieldType, type TypedColumn, type TypeName, type Value } from '../../rdd/schema.ts'
import type { Column } from '../column.ts'
import { byName, column } from '../column-value.ts'
import type { UserFunction } from '../plan/expression.ts'
import type { Relational } from '../relational.ts'
import { folded } from '../sql/identifier.ts'
import type { Any, IsAny } from '../types.ts'

type Numbers = 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32' | 'float32' | 'float64'
type MaybeNull<N extends TypeName, V> = null extends V ? N | `${N}?` : N

/** Columns whose values a parameter of V takes. */
type ColumnFor<V> =
  IsAny<V> extends true
    ? Any
    : NonNullable<V> extends number
      ? MaybeNull<Numbers, V>
      : NonNullable<V> extends bigint
        ? MaybeNull<'int64' | 'uint64', V>
        : NonNullable<V> extends string
          ? MaybeNull<'string' | Extract<TypeName, `decimal${string}`>, V>
          : NonNullable<V> extends boolean
            ? MaybeNull<'boolean', V>
            : NonNullable<V> extends Date
              ? MaybeNull<'date' | 'timestamp', V>
              : Any

/** One argument for each parameter: a column, or a column's name. */
export type ColumnsFor<A extends readonly unknown[]> = {
  [I in keyof A]: Column<ColumnFor<A[I]>> | string
}

/** What stands for a column of U when a function of columns gives it. */
type Whole<U> = ArrayLike<Value<U>> | Iterable<Value<U>> | ArrowVector

export interface UdfOptions {
  /** In messages and in the names of columns; default the function's own. */
  readonly name?: string | undefined
}

/**
 * A function of columns from a closure. SQL's null is null; a null that the type does not admit is an error (DATA), as is
 * what the closure throws (TASK_FAILED, at its line). The function is called once a row, unless options say otherwise:
 *
 * - `columns: true`: with whole columns, as Arrow vectors, a batch at a time; it gives as many values, or a promise of them.
 * - `concurrency`: it gives a promise, and so many of a partition are waited for at once.
 *
 * A query stops where it needs a function of yours: what the function reads goes to the workers, what it gives comes back.
 * @throws PartitaError ARGUMENT for no function or an unknown type
 * @example
 * const initials = udf((name: string) => name.split(' ').map(word => word[0]).join(''), 'string')
 * people.withColumn('initials', t => initials(t.name))
 */
export function udf<const U extends TypedColumn>(
  f: (...columns: ArrowVector[]) => Whole<U> | Promise<Whole<U>>,
  type: U,
  options: UdfOptions & { readonly columns: true },
): (...columns: readonly (Column | string)[]) => Column<U>
export function udf<A extends readonly unknown[], const U extends TypedColumn>(
  f: (...values: A) => Promise<Value<U>>,
  type: U,
  options: UdfOptions & { readonly concurrency: number },
): (...columns: ColumnsFor<A>) => Column<U>
export function udf<A extends readonly unknown[], const U extends TypedColumn>(
  f: (...values: A) => Value<U>,
  type: U,
  options?: UdfOptions,
): (...columns: ColumnsFor<A>) => Column<U>
export function udf(f: unknown, type: unknown, options?: AnyOptions): (...columns: Any[]) => Column<Any> {
  return applying(userFunction(calling('udf'), f, type, options))
}

const applying =
  (of: UserFunction) =>
  (...columns: readonly unknown[]): Column<Any> =>
    column(Object.freeze({ kind: 'apply', of, args: columns.map(byName) }))

/** `session.registerFunction` */
export const registerFunction =
  ({ functions }: Pick<Relational, 'functions'>) =>
  (name: string, f: unknown, type: unknown, options?: AnyOptions): ((...columns: Any[]) => Column<Any>) => {
    const call = calling('registerFunction')
    if (typeof name !== 'string' || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      throw failure(call, 'ARGUMENT', `takes a name that SQL can call, not ${JSON.stringify(name)}.`)
    const of = userFunction(call, f, type, { ...options, name })
    functions.set(folded(name), of)
    return applying(of)
  }

type AnyOptions = UdfOptions & {
  readonly columns?: boolean | undefined
  readonly concurrency?: number | undefined
}

const userFunction = (
  call: Call,
  f: unknown,
  type: unknown,
  options: AnyOptions | undefined,
): UserFunction => {
  checkFunction(call, f)
  checkOptions(call, options)
  const { name, columns = false, concurrency } = options ?? {}
  if (concurrency !== undefined) checkCount(call, concurrency, 'a concurrency')
  if (columns && concurrency !== undefined)
    throw failure(call, 'ARGUMENT', 'takes either columns or a concurrency.')
  const fn = f as (...args: never[]) => unknown
  if (
    concurrency === undefined &&
    !columns &&
    Object.prototype.toString.call(fn) === '[object AsyncFunction]'
  )
    throw failure(call, 'ARGUMENT', 'takes an async function with a concurrency.', {
      hint: 'Write { concurrency: 16 } after the type.',
    })
  const result: FieldType = fieldType(`of ${call.operator}`, type)
  const form = columns ? 'columns' : concurrency === undefined ? 'row' : Object.freeze({ concurrency })
  return Object.freeze({ ...call, name: name ?? (fn.name || 'udf'), f: fn, result, form })
}
