// The words of the typed façade: what a callback may return, what counts as a pair, a combiner, an order.
// Semigroup, Monoid and Ord are described by shape, so that fp-ts values fit and nobody else needs fp-ts.
// Types only, nothing runs. Guarded by laws/types.

import type { Group } from '../lineage/group.ts'
import type { Columns, Schema, TypedColumns } from './schema.ts'

/** Anything at all; as the constraint of a callback's result it makes TypeScript read `[w, 1]` as a pair. */
// biome-ignore lint/complexity/noBannedTypes: anything but null and undefined is what is meant
export type Hint = {} | null | undefined | [] | Tuple

/** As the constraint of a starting value, where `Hint` would take 0 for the type 0. */
export type Tuple = readonly [Hint, ...Hint[]]

export type Pair = readonly [unknown, unknown]

/** `number` where V is a literal such as `1`; stays `any` where V is `any`. */
// biome-ignore lint/suspicious/noExplicitAny: the very type that is asked for
export type NumOr<V> = 0 extends 1 & V ? any : number

export interface Semigroup<A> {
  readonly concat: (x: A, y: A) => A
}
export interface Monoid<A> extends Semigroup<A> {
  readonly empty: A
}
export interface Ord<A> {
  readonly compare: (x: A, y: A) => number
}

/** An associative function, or an fp-ts Semigroup or Monoid. */
export type Combiner<V> = ((x: V, y: V) => V) | Semigroup<V>

/** A starting value, or a function that makes a fresh one. */
export type Zero<A> = A | (() => A)

/** What has a default order: null and undefined first, NaN last among numbers, strings by UTF-16 unit. */
export type Orderable = number | bigint | string | boolean | Date | null | undefined | readonly Orderable[]

/** What a partition may become. */
export type Records<U> = Iterable<U> | AsyncIterable<U> | Promise<Iterable<U>>

/** Options of what shuffles. */
export interface Wide {
  /**
   * Number of output partitions. Default: that of the partitioner which a parent already has (the larger, of
   * several), else the session's `defaultParallelism`; it never depends on the machine.
   */
  readonly numPartitions?: number | undefined
}

/**
 * How the sides of a join meet. `auto` and `shuffleHash`: pairs of one key meet by hash of the key; a side that is
 * already partitioned so does not move. `sortMerge` is taken for Spark's sake and runs as `shuffleHash`, whose result it
 * would have. `broadcast`: one side goes whole to every partition of the other, which neither moves nor is held in
 * memory, and keeps its order and partitions.
 */
export type JoinStrategy = 'auto' | 'broadcast' | 'sortMerge' | 'shuffleHash'

/** Options of joins. */
export interface Joining extends Wide {
  /** Default `auto`. */
  readonly strategy?: JoinStrategy | undefined
}

export interface Sorting extends Wide {
  /** Default true. */
  readonly ascending?: boolean | undefined
}

/** Options of every action. */
export interface Running {
  /** Cancels the job: it rejects with code CANCELLED. */
  readonly signal?: AbortSignal | undefined
}

/** Options of every save. */
export interface Saving extends Running {
  /**
   * Replaces what an earlier save left at the path, in one step when the job has ended well. Refused with code OUTPUT
   * are a directory that holds anything but part files and `_SUCCESS`, one that the job reads or the program runs in, a
   * file, a link, and what somebody else has changed meanwhile. Default false: whatever is there is refused.
   */
  readonly overwrite?: boolean | undefined
  /** Each part file is compressed, and its name ends with `.gz`. */
  readonly compression?: 'gzip' | undefined
}

export interface CsvSaving extends Saving {
  /**
   * The columns: a schema, which every value must fit, or names alone. Default: the fields of the first record of each
   * partition, which all must agree.
   */
  readonly columns?: readonly string[] | Columns | Schema<Columns> | undefined
  /** Each part begins with a line of names. Default true. */
  readonly header?: boolean | undefined
  /** One character; default `,`. */
  readonly delimiter?: string | undefined
  /** One character; default `"`. */
  readonly quote?: string | undefined
  /** The text that stands for null; default the empty text. Text that happens to be the same is quoted. */
  readonly nullText?: string | undefined
  /**
   * Puts a `'` before text that a spreadsheet would run: text that begins, behind blanks or not, with = + - @, a tab or
   * a CR. Changes the data; default false.
   */
  readonly escapeFormulas?: boolean | undefined
}

export interface ParquetSaving extends Omit<Saving, 'compression'> {
  /** Names and types of the columns, which every value must fit. */
  readonly schema: TypedColumns | Schema<TypedColumns>
}

/** How a failed call is repeated: after `delay` milliseconds, then after twice as many each time, 30 s at most. */
export interface Retry {
  /** How often at most. */
  readonly times: number
  /** Milliseconds before the first repetition; default 100. */
  readonly delay?: number | undefined
}

/** Options of `mapAsync`. */
export interface Waiting {
  /** How many calls may run at once; default 16. */
  readonly concurrency?: number | undefined
  /** Whether that holds for each task (the default) or for all tasks of the operation together, on all executors. */
  readonly scope?: 'task' | 'session' | undefined
  /** How often a call that fails is repeated; default 0. */
  readonly retry?: number | Retry | undefined
  /** Milliseconds that one call may take; default no limit. */
  readonly timeout?: number | undefined
}

/** Options of `pipe`. */
export interface Piping {
  /** Variables of the command's environment, beside those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** The directory that it runs in; default this process's. */
  readonly cwd?: string | undefined
  /** What ends each element, in and out; default a line feed. */
  readonly separator?: string | undefined
}

/** Options of what draws. */
export interface Seeded {
  /** Another integer is another draw; default the session's. */
  readonly seed?: number | undefined
}
export interface Drawing extends Seeded {
  /** An element may be drawn more than once. Default false. */
  readonly withReplacement?: boolean | undefined
}

/** For each key the fraction of its elements to draw; keys are equal by value. A Map, or pairs. */
export type Fractions<K> = Iterable<readonly [K, number]> & object

/** Options of what counts different values by a sketch. */
export interface Approximate {
  /**
   * The standard deviation of the result's relative error, from 0.001 to 0.5; default 0.05. A sketch takes about
   * 1.08 / relativeError² bytes, much less where it has met few values.
   */
  readonly relativeError?: number | undefined
}

/** Options of what estimates from some of the partitions. */
export interface Estimating extends Running, Seeded {
  /** Milliseconds after which no further partition is evaluated; two always are. Default no limit. */
  readonly timeout?: number | undefined
  /** How many partitions to evaluate at most: the same ones in every run. Default all. */
  readonly partitions?: number | undefined
  /** How probable it shall be that the true value lies from `low` to `high`; default 0.95. */
  readonly confidence?: number | undefined
}

/** An estimate from some partitions, drawn by chance; of all of them, the value itself. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** 1 where all partitions were evaluated. */
  readonly confidence: number
  /** How many partitions were evaluated. */
  readonly partitions: number
  /** How many there are. */
  readonly of: number
}

export interface Showing {
  /** Cut values of over 20 characters; default true. */
  readonly truncate?: boolean | undefined
}

/** Options of what reduces in levels. */
export interface Tree {
  /** How many levels, the driver's among them; default 2. */
  readonly depth?: number | undefined
}

export interface Partitions {
  /** The function leaves the keys of pairs as they are, so that their partitioner still holds. Default false. */
  readonly preservesPartitioning?: boolean | undefined
}

/** What `stats` gives. Of no elements: count, sum and mean 0, min Infinity, max -Infinity, the others NaN. */
export interface Stats {
  readonly count: number
  readonly sum: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Of the elements as the whole population: divided by `count`. */
  readonly variance: number
  readonly stdev: number
  /** Of the elements as a sample: divided by `count − 1`. */
  readonly sampleVariance: number
  readonly sampleStdev: number
}

type Groups = readonly Group<unknown>[]
/** Records of `groupByKey` and `cogroup`. */
export type Grouped = readonly [unknown, Group<unknown> | readonly [Group<unknown>, ...Groups]]

type AsArray<G> = G extends Group<infer V> ? V[] : never
/** A grouped record as it is collected: each `Group` an array. */
export type Ungrouped<A> = 0 extends 1 & A
  ? A
  : A extends readonly [infer K, infer G]
    ? [K, G extends Groups ? { -readonly [I in keyof G]: AsArray<G[I]> } : AsArray<G>]
    : never

/** The value of a pair as it is collected. */
export type CollectedValue<V> = Collected<readonly [never, V]> extends readonly [never, infer C] ? C : never

/** As it is collected, whatever it is. */
export type Collected<A> = [A] extends [Grouped] ? Ungrouped<A> : A
