// The session: where RDDs begin, and what they all need. It owns its engine and closes it.

import type { Engine } from '../engine/engine.ts'
import type { Listener } from '../event.ts'
import type { TextEncoding } from '../lineage/source.ts'
import { Accumulator, SUM } from './accumulator.ts'
import { Broadcast } from './broadcast.ts'
import { DRIVER_ONLY } from './driver-only.ts'
import { makePersisted, makeRDD } from './fluent.ts'
import { profiler, type StageProfile } from './profile.ts'
import type { Driver, RDD } from './rdd.ts'
import type { Columns, Row, Schema } from './schema.ts'
import type { Hint, Monoid } from './shape.ts'
import { csv } from './sources/csv.ts'
import { emptyRDD } from './sources/empty-rdd.ts'
import { parallelize } from './sources/parallelize.ts'
import { range } from './sources/range.ts'
import { textFile } from './sources/text-file.ts'
import { union } from './sources/union.ts'

export interface TextOptions {
  /** Files are cut about every so many bytes; default: the session's. Never depends on the number of cores. */
  readonly splitBytes?: number | undefined
  /** Default `utf-8`; bytes that are not are refused with code DATA. */
  readonly encoding?: TextEncoding | undefined
}

export interface CsvOptions extends TextOptions {
  /** Each file begins with a line of names. Default true. */
  readonly header?: boolean | undefined
  /** One character; default `,`. */
  readonly delimiter?: string | undefined
  /** One character; default `"`, which inside quotes is written twice. */
  readonly quote?: string | undefined
  /** The text that stands for null in a column that may be null; default the empty text. */
  readonly nullText?: string | undefined
}

/**
 * Makes RDDs and runs their actions on one engine, until it is closed.
 * @example
 * const session = await openSession({ appName: 'word count' })
 * try {
 *   console.log(await session.range(10).sum())
 * } finally {
 *   await session.close()
 * }
 */
export interface Session extends AsyncDisposable {
  readonly appName: string
  /** The number of partitions where nothing else decides; a constant, whatever the machine. */
  readonly defaultParallelism: number
  /**
   * The items in `numPartitions` contiguous slices.
   * @example session.parallelize([['a', 1], ['b', 2]])
   */
  parallelize<T extends Hint>(items: Iterable<T> & object, numPartitions?: number): RDD<T>
  /**
   * The numbers from `start` (default 0) up to but not including `end`, none of which is stored.
   * @example session.range(0, 100, 5)
   */
  range(end: number): RDD<number>
  range(start: number, end: number, step?: number, numPartitions?: number): RDD<number>
  /** No partitions, no elements. */
  emptyRDD<T = never>(): RDD<T>
  /**
   * The lines of files, without their ends (LF, CRLF or CR). A path names a file, a directory or a glob; `.gz` is
   * read too. An action rejects with code IO where there is none.
   * @example session.textFile('logs/*.log')
   */
  textFile(paths: string | readonly string[], options?: TextOptions): RDD<string>
  /**
   * The rows of CSV files (RFC 4180), as objects: of strings, or typed by `columns`. An action rejects with code
   * DATA at the first row that does not fit, and names file and line.
   * @example session.csv('trips.csv', { columns: { zone: 'int32', fare: 'float64', at: 'timestamp?' } })
   */
  csv(
    paths: string | readonly string[],
    options?: CsvOptions & { readonly columns?: undefined },
  ): RDD<Readonly<Record<string, string>>>
  csv<const S extends Columns>(
    paths: string | readonly string[],
    options: CsvOptions & { readonly columns: S | Schema<S> },
  ): RDD<Row<S>>
  /** All elements of all, in order. */
  union<T>(rdds: readonly RDD<T>[]): RDD<T>
  /**
   * A value that tasks read through its `value`: sent to each executor once, not with each closure. Plain data; throws
   * DATA if it cannot travel.
   * @example
   * const rates = session.broadcast({ EUR: 1, USD: 0.9 })
   * prices.map(({ amount, currency }) => amount * rates.value[currency])
   */
  broadcast<T>(value: T): Broadcast<T>
  /**
   * A value that tasks add to, by a Monoid, and the driver reads.
   * @example
   * const seen = session.accumulator({ empty: '', concat: (a: string, b: string) => (a > b ? a : b) }, 'last word')
   */
  accumulator<A>(monoid: Monoid<A>, name?: string): Accumulator<A>
  /** An accumulator of numbers. */
  counter(name?: string): Accumulator<number>
  /** Hears of jobs, stages and tasks; returns what ends the subscription. */
  subscribe(listener: Listener): () => void
  /**
   * What each stage did, the latest 1,000 of them.
   * @example console.table(session.profile())
   */
  profile(): readonly StageProfile[]
  /** Frees all that the session holds; what still runs rejects with code CLOSED. May be called again. */
  close(): Promise<void>
}

export interface SessionSettings {
  readonly appName: string
  readonly defaultParallelism: number
  readonly splitBytes: number
  readonly seed: number
}

export const createSession = (engine: Engine, settings: SessionSettings): Session => {
  const { appName, defaultParallelism, seed } = settings
  const profile = profiler()
  engine.subscribe(profile.listen)
  const driver: Driver = Object.freeze({
    engine,
    defaultParallelism,
    seed,
    rdd: lineage => makeRDD(lineage, driver),
    persisted: lineage => makePersisted(lineage, driver),
  } satisfies Driver)
  const session: Session = {
    appName,
    defaultParallelism,
    parallelize: parallelize(driver),
    range: range(driver),
    emptyRDD: emptyRDD(driver),
    textFile: textFile(driver, settings),
    csv: csv(driver, settings),
    union: union(driver),
    broadcast: value => new Broadcast(engine, value),
    accumulator: (monoid, name) => new Accumulator(monoid, name),
    counter: name => new Accumulator(SUM, name),
    subscribe: engine.subscribe,
    profile: profile.stages,
    close: engine.close,
    [Symbol.asyncDispose]: engine.close,
  }
  return Object.freeze(Object.defineProperty(session, DRIVER_ONLY, { value: 'the session' }))
}
