// What a user writes: the typed façade over the plan. Here is the interface alone, with what it asks of its session;
// `verbs/` builds the nodes, `run/` holds the actions, and `frame.ts` makes the methods out of them.
// Guarded by laws/types/frame and laws/frame.

import type { Table } from '../codec/arrow.ts'
import type { RecordBatch } from '../codec/record-batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { RDD } from '../rdd/rdd.ts'
import type { Row } from '../rdd/schema.ts'
import type { Running } from '../rdd/shape.ts'
import type { Column, TypeOf } from './column.ts'
import type { Plan } from './plan/plan.ts'
import type {
  Any,
  Common,
  Flat,
  IsAny,
  Lift,
  Logical,
  NotNull,
  Nullable,
  NumberName,
  OrNull,
  Shape,
  SumOf,
  WithColumns,
} from './types.ts'
import type { DataFrameWriter } from './write.ts'

/** The columns of a frame as its callbacks see them. */
export type ColumnsOf<S> =
  IsAny<S> extends true
    ? Readonly<Record<string, Any>>
    : { readonly [N in keyof S & string]: Column<S[N], N> }

type NamedColumns = Readonly<Record<string, Column>>
type Named = readonly Column[]
/** The shape of columns by name, and of columns that bear their names. */
export type ShapeOf<O> = O extends Named
  ? { readonly [C in O[number] as NameOf<C>]: TypeOf<C> }
  : { readonly [N in keyof O]: TypeOf<O[N]> }
type NameOf<C> = C extends Column<Any, infer N> ? N : never

type Names<S> = keyof S & string
type Picked<S, N extends PropertyKey> = [N] extends ['*']
  ? S
  : IsAny<S> extends true
    ? { readonly [M in N]: Any }
    : { readonly [M in N & keyof S]: S[M] }
type Without<S, N> = IsAny<S> extends true ? S : { readonly [M in keyof S as M extends N ? never : M]: S[M] }
type Renamed<S, M> =
  IsAny<S> extends true
    ? S
    : { readonly [N in keyof S as N extends keyof M ? (M[N] extends string ? M[N] : N) : N]: S[N] }

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti'
type Missing<S, H, Where> = H extends Where ? Nullable<S> : S
type Both<A, B> = Lift<Common<NotNull<A>, NotNull<B>>, A | B>
type KeyOf<A, B, H> = H extends 'full'
  ? Both<A, B>
  : Lift<Common<NotNull<A>, NotNull<B>>, H extends 'left' ? A : H extends 'right' ? B : never>

/** The columns of a join by names: the names once, then what is left of both sides. */
export type JoinedByName<S, R, N, H> = H extends 'semi' | 'anti'
  ? S
  : IsAny<S> extends true
    ? S
    : IsAny<R> extends true
      ? R
      : Flat<
          {
            readonly [M in N & keyof S & keyof R]: KeyOf<S[M], R[M], H>
          } & Missing<Without<S, N>, H, 'right' | 'full'> &
            Missing<Without<R, N>, H, 'left' | 'full'>
        >
/** The columns of a join by a condition; what both sides have is reached by an alias only. */
export type JoinedBoth<S, R, H> = H extends 'semi' | 'anti'
  ? S
  : IsAny<S> extends true
    ? S
    : IsAny<R> extends true
      ? R
      : Flat<
          Missing<Without<S, keyof R>, H, 'right' | 'full'> & Missing<Without<R, keyof S>, H, 'left' | 'full'>
        >

type UnitedWith<S, R> =
  IsAny<S> extends true ? S : { readonly [N in keyof S]: N extends keyof R ? Both<S[N], R[N]> : S[N] }
type UnitedByName<S, R> =
  IsAny<S> extends true
    ? S
    : IsAny<R> extends true
      ? R
      : Flat<
          { readonly [N in keyof S]: N extends keyof R ? Both<S[N], R[N]> : OrNull<S[N]> } & Nullable<
            Without<R, keyof S>
          >
        >

type Scalar = string | number | bigint | boolean | Date
type FilledBy<S, V> =
  IsAny<S> extends true
    ? S
    : V extends Scalar
      ? {
          readonly [N in keyof S]: V extends number | bigint
            ? NotNull<S[N]> extends NumberName
              ? NotNull<S[N]>
              : S[N]
            : V extends string
              ? NotNull<S[N]> extends 'string'
                ? NotNull<S[N]>
                : S[N]
              : V extends boolean
                ? NotNull<S[N]> extends 'boolean'
                  ? NotNull<S[N]>
                  : S[N]
                : S[N]
        }
      : { readonly [N in keyof S]: N extends keyof V ? NotNull<S[N]> : S[N] }
type Filled<S, N> =
  IsAny<S> extends true ? S : { readonly [M in keyof S]: M extends N ? NotNull<S[M]> : S[M] }

type Condition<S> = Column<Logical> | ((t: ColumnsOf<S>) => Column<Logical>)
type Ordering<S> = Names<S> | Column

/**
 * An immutable relational plan. Operations give a new frame at once; names and types are checked at the call as far as
 * they are known, and else before the query runs (PLAN). Only actions run: they return promises that reject with a
 * `PartitaError`. A frame is async-iterable, in bounded memory.
 * @example
 * const trips = session.createDataFrame([{ zone: 1, fare: 12.5 }, { zone: 2, fare: 4 }])
 * await trips.where(t => t.fare.gt(5)).groupBy('zone').agg(t => ({ revenue: sum(t.fare) })).show()
 */
export interface DataFrame<S = Any> extends AsyncIterable<FrameRow<S>> {
  /** How it is computed: frozen plain data. */
  readonly plan: Plan

  /**
   * Columns by name, or computed: named by the object's keys, or by `as` in a list.
   * @example trips.select(t => ({ zone: t.zone, tip: t.fare.times(0.1) }))
   */
  select<const N extends Names<S> | '*'>(...names: readonly N[]): DataFrame<Picked<S, N>>
  select<const C extends Named>(columns: (t: ColumnsOf<S>) => C): DataFrame<ShapeOf<C>>
  select<O extends NamedColumns>(columns: (t: ColumnsOf<S>) => O): DataFrame<ShapeOf<O>>
  select(...columns: readonly (Names<S> | '*' | Column)[]): DataFrame
  /**
   * One column more, at the end, or in place of the one of that name, whatever its case.
   * @example trips.withColumn('tip', t => t.fare.times(0.1))
   */
  withColumn<const N extends string, C extends Column>(
    name: N,
    column: C | ((t: ColumnsOf<S>) => C),
  ): DataFrame<WithColumns<S, { readonly [M in N]: TypeOf<C> }>>
  /** As `withColumn`, several at once; none sees the others. */
  withColumns<O extends NamedColumns>(
    columns: O | ((t: ColumnsOf<S>) => O),
  ): DataFrame<WithColumns<S, ShapeOf<O>>>
  drop<const N extends Names<S>>(...names: readonly N[]): DataFrame<Without<S, N>>
  /** @example trips.rename({ fare: 'amount' }) */
  rename<const M extends { readonly [N in Names<S>]?: string }>(names: M): DataFrame<Renamed<S, M>>

  /**
   * The rows that meet a condition; null is not met.
   * @example trips.where(t => t.fare.gt(5).and(t.zone.isIn(1, 2)))
   */
  where(condition: Condition<S>): DataFrame<S>
  /** The same as `where`. */
  filter(condition: Condition<S>): DataFrame<S>
  /** The first `n` rows. */
  limit(n: number): DataFrame<S>
  /** All rows but the first `n`. */
  offset(n: number): DataFrame<S>
  /** Each row with a probability of `fraction`, drawn by the seed: the same draw for the same rows in the same order. */
  sample(fraction: number, options?: { readonly seed?: number | undefined }): DataFrame<S>
  /** Each row once; nulls are equal to each other, and so are NaNs. */
  distinct(): DataFrame<S>
  /** The first row of each value of the columns `by`, or of the whole row. */
  dropDuplicates(options?: { readonly by?: Names<S> | readonly Names<S>[] | undefined }): DataFrame<S>
  /**
   * Sorted, in rising order where nothing else is said; nulls first when rising, last when falling, NaN above all
   * numbers.
   * @example trips.orderBy(t => [t.zone, t.fare.desc()])
   */
  orderBy(columns: (t: ColumnsOf<S>) => Column | readonly Column[]): DataFrame<S>
  orderBy(...columns: readonly Ordering<S>[]): DataFrame<S>

  /**
   * Groups of rows, for `agg` and its short forms.
   * @example trips.groupBy('zone').agg(t => ({ revenue: sum(t.fare), trips: count() }))
   */
  groupBy<const N extends Names<S>>(...names: readonly N[]): Grouped<S, Picked<S, N>>
  groupBy<const C extends Named>(keys: (t: ColumnsOf<S>) => C): Grouped<S, ShapeOf<C>>
  groupBy<O extends NamedColumns>(keys: (t: ColumnsOf<S>) => O): Grouped<S, ShapeOf<O>>
  groupBy(...keys: readonly (Names<S> | Column)[]): Grouped<S>
  /** As `groupBy`, and the groups of fewer and fewer of the names from the right, the others being null. */
  rollup<const N extends Names<S>>(...names: readonly N[]): Grouped<S, Nullable<Picked<S, N>>>
  /** As `groupBy`, and the groups of every choice of the names, the others being null. */
  cube<const N extends Names<S>>(...names: readonly N[]): Grouped<S, Nullable<Picked<S, N>>>
  /** Aggregates of all rows: one row. */
  agg<O extends NamedColumns>(columns: (t: ColumnsOf<S>) => O): DataFrame<ShapeOf<O>>
  agg<const C extends Named>(...columns: C): DataFrame<ShapeOf<C>>

  /**
   * The rows of both sides that go together: `inner` (default), with the unmatched of a side (`left`, `right`, `full`),
   * or the rows of this side alone that have a partner (`semi`) or none (`anti`). By names, each is there once; null
   * matches nothing. By a condition, the columns of both sides stay.
   * @example trips.join(zones, 'zone', 'left')
   * @example trips.join(zones, (trip, zone) => trip.zone.eq(zone.id))
   */
  join<R, const N extends Names<S> & Names<R>, const H extends JoinType = 'inner'>(
    other: DataFrame<R>,
    on: N | readonly N[],
    how?: H,
  ): DataFrame<JoinedByName<S, R, N, H>>
  join<R, const H extends JoinType = 'inner'>(
    other: DataFrame<R>,
    on: Column<Logical> | ((left: ColumnsOf<S>, right: ColumnsOf<R>) => Column<Logical>),
    how?: H,
  ): DataFrame<JoinedBoth<S, R, H>>
  /** Each row with each row of the other side. */
  crossJoin<R>(other: DataFrame<R>): DataFrame<JoinedBoth<S, R, 'inner'>>
  /** A name for its columns, as in `col('t.zone')`. */
  as(alias: string): DataFrame<S>

  /** The rows of both, matched by position, duplicates kept; names are those of this frame. */
  union<R>(other: DataFrame<R>): DataFrame<UnitedWith<S, R>>
  /** The rows of both, matched by name; with `allowMissing`, null where one has no such column. */
  unionByName<R>(
    other: DataFrame<R>,
    options?: { readonly allowMissing?: boolean | undefined },
  ): DataFrame<UnitedByName<S, R>>
  /** The rows that are in both, each once. */
  intersect<R>(other: DataFrame<R>): DataFrame<S>
  /** The rows that are not in the other, each once. */
  except<R>(other: DataFrame<R>): DataFrame<S>

  /**
   * A value in place of null and NaN: in all columns of its type, or in those named.
   * @example trips.fillna({ fare: 0, zone: -1 })
   */
  fillna<const V extends Scalar | { readonly [N in Names<S>]?: Scalar }>(value: V): DataFrame<FilledBy<S, V>>
  /** Without the rows in which any (or all) of the columns are null or NaN. */
  dropna<const N extends Names<S> = Names<S>>(options?: {
    readonly how?: 'any' | undefined
    readonly columns?: readonly N[] | undefined
  }): DataFrame<Filled<S, N>>
  dropna(options: { readonly how: 'all'; readonly columns?: readonly Names<S>[] | undefined }): DataFrame<S>
  /** Count, mean, standard deviation, minimum and maximum of the columns, as text; by default of all that have any. */
  describe(...names: readonly Names<S>[]): DataFrame
  /** `f` of this frame: a step of one's own in a chain. */
  transform<R>(f: (frame: DataFrame<S>) => R): R

  /**
   * Names it for `session.sql`, for as long as the session.
   * @throws PartitaError PLAN where a view has the name
   */
  createTempView(name: string): void
  /** As `createTempView`; a view of that name goes. */
  createOrReplaceTempView(name: string): void

  /** Writes the rows to files. */
  readonly write: DataFrameWriter<Names<S>>

  /** All rows, as plain objects. */
  collect(options?: Running): Promise<FrameRow<S>[]>
  /** At most `n` rows. */
  take(n: number, options?: Running): Promise<FrameRow<S>[]>
  /** The first row; undefined where there is none. */
  first(options?: Running): Promise<FrameRow<S> | undefined>
  count(options?: Running): Promise<number>
  isEmpty(options?: Running): Promise<boolean>
  /** Prints the first `n` rows (default 20) as a table; text is cut at 20 characters unless `truncate` is false. */
  show(n?: number, options?: Running & { readonly truncate?: boolean | undefined }): Promise<void>
  /** All rows as an Arrow table: columns, no object a row. Two columns may bear one name. */
  toArrow(options?: Running): Promise<Table>
  /** The rows one after another, in bounded memory. */
  toLocalIterator(options?: Running): AsyncIterableIterator<FrameRow<S>>
  /** Names and types of the columns. */
  schema(options?: Running): Promise<readonly Field[]>
  /** Prints the columns as a tree. */
  printSchema(options?: Running): Promise<void>
  /**
   * The rows as an RDD: plain objects, made of the columns that the closures read. Of Parquet files whose rows are only
   * chosen and computed one by one, the workers read each partition by themselves, whenever it is needed. Else the query
   * runs once, with the first action that needs it, and the rows are kept for as long as the RDD lives, a partition for
   * up to 122,880 of them. `explain` says which.
   * @example trips.filter(t => t.fare.gt(10)).rdd().map(({ zone, fare }) => [zone, fare])
   */
  rdd(): RDD<FrameRow<S>>
  /**
   * The rows as an RDD of Arrow's record batches, for `mapPartitions` over whole columns; read as those of `rdd`.
   * @example trips.batches().map(batch => batch.numRows)
   */
  batches(): RDD<RecordBatch>
  /** The plan, its SQL and the database's own plan; with `analyze`, the query runs and is measured. */
  explain(options?: Running & { readonly analyze?: boolean | undefined }): Promise<string>
}

/** Rows of a shape; of an unknown one, whatever they are. */
export type FrameRow<S> = IsAny<S> extends true ? Any : S extends Shape ? Row<S> : never

export interface Grouped<S = Any, K = Any> {
  /**
   * One row for each group: its keys, then the aggregates.
   * @example trips.groupBy('zone').agg(t => ({ revenue: sum(t.fare) }))
   */
  agg<O extends NamedColumns>(columns: (t: ColumnsOf<S>) => O): DataFrame<Flat<K & ShapeOf<O>>>
  agg<const C extends Named>(...columns: C): DataFrame<Flat<K & ShapeOf<C>>>
  count(): DataFrame<Flat<K & { readonly count: 'int64' }>>
  sum<const N extends Names<S>>(
    ...names: readonly N[]
  ): DataFrame<Flat<K & { readonly [M in N as `sum(${M})`]: SumOf<S[M]> }>>
  avg<const N extends Names<S>>(
    ...names: readonly N[]
  ): DataFrame<Flat<K & { readonly [M in N as `avg(${M})`]: 'float64?' }>>
  min<const N extends Names<S>>(
    ...names: readonly N[]
  ): DataFrame<Flat<K & { readonly [M in N as `min(${M})`]: OrNull<S[M]> }>>
  max<const N extends Names<S>>(
    ...names: readonly N[]
  ): DataFrame<Flat<K & { readonly [M in N as `max(${M})`]: OrNull<S[M]> }>>
  /**
   * A column for each of the values that `name` has; null where a group has none of it. With several aggregates, each
   * column is named `value_aggregate`.
   * @example trips.groupBy('zone').pivot('service', ['yellow', 'green']).agg(t => ({ trips: count() }))
   */
  pivot<const N extends Names<S>, const V extends string | number | boolean>(
    name: N,
    values: readonly V[],
  ): Pivoted<S, K, V>
}

export interface Pivoted<S = Any, K = Any, V extends string | number | boolean = string> {
  agg<O extends NamedColumns>(columns: (t: ColumnsOf<S>) => O): DataFrame<Flat<K & PivotShape<V, ShapeOf<O>>>>
}
type PivotShape<V extends string | number | boolean, A> =
  IsOne<keyof A> extends true
    ? { readonly [W in V as `${W}`]: OrNull<A[keyof A]> }
    : { readonly [W in V as `${W}_${keyof A & string}`]: OrNull<A[keyof A]> }
type IsOne<U, All = U> = U extends unknown ? ([All] extends [U] ? true : false) : never
