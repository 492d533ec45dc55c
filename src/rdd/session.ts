// The session: where RDDs begin, and what they all need. It owns its engine and closes it.

import type { Engine } from '../engine/engine.ts'
import { audience, type Listener } from '../event.ts'
import { PartitaError } from '../fault.ts'
import type { BadRows, Parsed } from '../lineage/bad-row.ts'
import { disposeHere } from '../lineage/held.ts'
import type { TextEncoding } from '../lineage/source.ts'
import { Accumulator, SUM } from './accumulator.ts'
import { Broadcast } from './broadcast.ts'
import { calling } from './call.ts'
import { checkFunction, checkOptions } from './check.ts'
import { withCheckpoints } from './checkpoints.ts'
import { DRIVER_ONLY } from './driver-only.ts'
import { makePersisted, makeRDD } from './fluent.ts'
import { PerWorker } from './per-worker.ts'
import { profiler, type StageProfile } from './profile.ts'
import type { Driver, RDD } from './rdd.ts'
import type { Columns, Row, Schema, TypedColumns } from './schema.ts'
import type { Hint, Monoid } from './shape.ts'
import { checkpointed } from './sources/checkpointed.ts'
import { csv } from './sources/csv.ts'
import { emptyRDD } from './sources/empty-rdd.ts'
import { jsonLines } from './sources/json-lines.ts'
import { parallelize } from './sources/parallelize.ts'
import { parquet } from './sources/parquet.ts'
import { range } from './sources/range.ts'
import { textFile } from './sources/text-file.ts'
import { union } from './sources/union.ts'
import { binaryFiles, wholeTextFiles } from './sources/whole-files.ts'
import type { StandardSchema, Validated } from './standard-schema.ts'
import { type RDDInfo, storageInfo } from './storage-info.ts'

export interface TextOptions {
  /** Files are cut about every so many bytes; default: the session's. Never depends on the number of cores. */
  readonly splitBytes?: number | undefined
  /** Default `utf-8`; bytes that are not are refused with code DATA. */
  readonly encoding?: TextEncoding | undefined
}

export interface FilesOptions {
  /**
   * Files that follow each other share a partition up to so many bytes, each taken for 64 KiB at least; default: the
   * session's.
   */
  readonly splitBytes?: number | undefined
  /** A larger file is refused with code DATA; default 256 MiB. A task holds one file at a time. */
  readonly maxFileBytes?: number | undefined
}

/** What becomes of rows that do not fit. */
export interface BadRowOptions<B extends BadRows> {
  /**
   * `fail` (default): the action rejects with code DATA. `drop`: they are left out. `keep`: each record is
   * `{ ok: true, value }` or `{ ok: false, error }`.
   */
  readonly onBadRow?: B | undefined
  /** Counts the rows that `drop` leaves out, once for each action that reads them: `session.counter()`. */
  readonly rejected?: Accumulator<number> | undefined
}
type OrBad<B extends BadRows, T> = B extends 'keep' ? Parsed<T> : T

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

export interface ParquetOptions {
  /** Row groups are put together up to so many bytes; default: the session's. Never depends on the number of cores. */
  readonly splitBytes?: number | undefined
  /** A condition in SQL over the files' columns; row groups that cannot hold such rows are not read. */
  readonly where?: string | undefined
}

/** What the rooms above add to a session. */
// biome-ignore lint/suspicious/noEmptyInterface: they fill it in, by declaration
export interface SessionExtension {}

/** How they do: the members, and what ends with the session. */
export type Extend = (driver: Driver) => {
  readonly members: SessionExtension
  readonly toDF: Driver['toDF']
  readonly close: () => Promise<void>
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
export interface Session extends SessionExtension, AsyncDisposable {
  readonly appName: string
  /** The number of partitions where nothing else decides; a constant, whatever the machine. */
  readonly defaultParallelism: number

  // Sources

  /**
   * The items in `numPartitions` contiguous slices.
   * @throws PartitaError ARGUMENT for a number of partitions that is no positive integer: `session.parallelize([1], 0)`
   * @example session.parallelize([1, 2, 3, 4, 5], 2)
   */
  parallelize<T extends Hint>(items: Iterable<T> & object, numPartitions?: number): RDD<T>
  /**
   * The numbers from `start` (default 0) up to but not including `end`, none of which is stored.
   * @throws PartitaError ARGUMENT for a step of 0: `session.range(0, 4, 0)`
   * @example session.range(0, 10, 2, 2)
   */
  range(end: number): RDD<number>
  range(start: number, end: number, step?: number, numPartitions?: number): RDD<number>
  /**
   * No partitions, no elements.
   * @example session.emptyRDD()
   */
  emptyRDD<T = never>(): RDD<T>
  /**
   * The lines of files, without their ends (LF, CRLF or CR). A path names a file, a directory or a glob; `.gz` is
   * read too.
   * @throws PartitaError IO where there is no such file: `await session.textFile('nowhere').count()`
   * @example
   * await session.parallelize(['one', 'two', 'three'], 2).saveAsTextFile('notes')
   * session.textFile('notes')
   */
  textFile(paths: string | readonly string[], options?: TextOptions): RDD<string>
  /**
   * Whole files, each as its absolute path and its text, line ends as they are. Paths are those of `textFile`, and so is
   * the order; `.gz` is inflated.
   * @throws PartitaError DATA for a file that is not UTF-8, or too large: `await session.parallelize(['abc'], 1).saveAsTextFile('t'); session.wholeTextFiles('t', { maxFileBytes: 2 })`
   * @throws PartitaError IO where there is no such file: `await session.wholeTextFiles('nowhere').count()`
   * @example
   * await session.parallelize(['one', 'two', 'three'], 2).saveAsTextFile('notes')
   * session.wholeTextFiles('notes').values()
   */
  wholeTextFiles(
    paths: string | readonly string[],
    options?: FilesOptions & Pick<TextOptions, 'encoding'>,
  ): RDD<[path: string, text: string]>
  /**
   * Whole files, each as its absolute path and the bytes that are stored; nothing is inflated.
   * @throws PartitaError DATA for a file that is too large: `await session.parallelize(['abc'], 1).saveAsTextFile('t'); session.binaryFiles('t', { maxFileBytes: 2 })`
   * @throws PartitaError IO where there is no such file: `await session.binaryFiles('nowhere').count()`
   * @example
   * await session.parallelize(['one', 'two', 'three'], 2).saveAsTextFile('notes')
   * session.binaryFiles('notes').mapValues(bytes => bytes.length).values()
   */
  binaryFiles(paths: string | readonly string[], options?: FilesOptions): RDD<[path: string, bytes: Buffer]>
  /**
   * The rows of CSV files (RFC 4180), as objects: of strings, or typed by `columns`.
   * @throws PartitaError DATA at the first row that does not fit: `await session.parallelize(['n', 'one'], 1).saveAsTextFile('t'); session.csv('t', { columns: { n: 'int32' } })`
   * @throws PartitaError IO where there is no such file: `await session.csv('nowhere').count()`
   * @example
   * await session.parallelize(['zone,fare,at', '1,9.5,2026-01-31T08:00:00Z', '4,12,'], 1).saveAsTextFile('trips')
   * session.csv('trips', { columns: { zone: 'int32', fare: 'float64', at: 'timestamp?' } })
   */
  csv<B extends BadRows = 'fail'>(
    paths: string | readonly string[],
    options?: CsvOptions & BadRowOptions<B> & { readonly columns?: undefined },
  ): RDD<OrBad<B, Readonly<Record<string, string>>>>
  csv<const S extends Columns, B extends BadRows = 'fail'>(
    paths: string | readonly string[],
    options: CsvOptions &
      BadRowOptions<B> & {
        /** Names and types; a `?` behind the type allows null. See `schema`. */
        readonly columns: S | Schema<S>
      },
  ): RDD<OrBad<B, Row<S>>>
  /**
   * The values of files of JSON lines: as they are, as rows of a `schema`, or as a Standard Schema that can travel
   * (valibot's can, zod's and arktype's cannot: make these in each worker, by `perWorker`) makes them. Blank lines are skipped, and a byte order mark; of a name that stands twice in an object the
   * last counts. Of a schema: int64 is a bigint, from digits in quotes where they are many; dates and timestamps are ISO
   * texts; fields that it lacks are left out.
   * @throws PartitaError DATA at the first line that does not fit, with line and column: `await session.parallelize(['{"n": 1', '2'], 1).saveAsTextFile('t'); session.jsonLines('t')`
   * @throws PartitaError IO where there is no such file: `await session.jsonLines('nowhere').count()`
   * @example
   * await session.parallelize(['{"zone": 1, "fare": 9.5}', '{"zone": 4}'], 1).saveAsTextFile('trips')
   * session.jsonLines('trips', { schema: { zone: 'int32', fare: 'float64?' } })
   */
  jsonLines<B extends BadRows = 'fail'>(
    paths: string | readonly string[],
    options?: TextOptions & BadRowOptions<B> & { readonly schema?: undefined },
  ): RDD<OrBad<B, unknown>>
  jsonLines<V extends StandardSchema, B extends BadRows = 'fail'>(
    paths: string | readonly string[],
    options: TextOptions &
      BadRowOptions<B> & {
        /**
         * What the lines hold: a `schema`; or a Standard Schema, which travels as closures do, or a function that makes
         * one in each task, for those that do not travel (`() => z.object({ n: z.number() })`). It answers at once,
         * without a promise.
         */
        readonly schema: V | (() => V)
      },
  ): RDD<OrBad<B, Validated<V>>>
  jsonLines<const S extends Columns, B extends BadRows = 'fail'>(
    paths: string | readonly string[],
    options: TextOptions &
      BadRowOptions<B> & {
        /**
         * What the lines hold: a `schema`; or a Standard Schema, which travels as closures do, or a function that makes
         * one in each task, for those that do not travel (`() => z.object({ n: z.number() })`). It answers at once,
         * without a promise.
         */
        readonly schema: S | Schema<S>
      },
  ): RDD<OrBad<B, Row<S>>>
  /**
   * The rows of Parquet files as objects, read by each worker's own DuckDB: of the columns only those that the closures
   * read, where that can be seen (`row => row.fare`, `({ fare }) => …`). A path names a file, a directory (the `.parquet`
   * files below it) or a glob; directories named `key=value` give columns. Values: int64 is a bigint, decimal a string,
   * timestamp and date a Date.
   * @throws PartitaError IO where there is no such file: `await session.parquet('nowhere.parquet').count()`
   * @throws PartitaError DATA for a file that is damaged or lacks a column: `await session.parallelize(['no Parquet'], 1).saveAsTextFile('damaged'); await session.parquet('damaged/part-00000').count()`
   * @example
   * const rows = session.parallelize([{ zone: 1, fare: 9.5 }, { zone: 4, fare: null }], 2)
   * await rows.saveAsParquet('trips', { schema: { zone: 'int32', fare: 'float64?' } })
   * session.parquet('trips', { columns: { zone: 'int32', fare: 'float64?' } })
   */
  parquet<T extends object = Readonly<Record<string, unknown>>>(
    paths: string | readonly string[],
    options?: ParquetOptions & { readonly columns?: undefined },
  ): RDD<T>
  parquet<const N extends string>(
    paths: string | readonly string[],
    options: ParquetOptions & {
      /** Names alone, or with their types, which the files must have; a `?` behind a type allows null. */
      readonly columns: readonly N[]
    },
  ): RDD<Readonly<Record<N, unknown>>>
  parquet<const S extends TypedColumns>(
    paths: string | readonly string[],
    options: ParquetOptions & {
      /** Names and types, to which the files' columns are cast; a `?` behind the type allows null. */
      readonly columns: S | Schema<S>
    },
  ): RDD<Row<S>>
  /**
   * All elements of all, in order.
   * @example session.union([session.range(0, 2, 1, 1), session.range(5, 9, 1, 2)])
   */
  union<T>(rdds: readonly RDD<T>[]): RDD<T>

  // Shared variables

  /**
   * A value that tasks read through its `value`: sent to each executor once, not with each closure. Plain data.
   * @throws PartitaError DATA for a value that cannot travel: `session.broadcast(() => 1)`
   * @example
   * const rates = session.broadcast(new Map([['EUR', 1], ['USD', 0.9]]))
   * await session.parallelize([['EUR', 5], ['USD', 10]], 2).map(([currency, amount]) => amount * (rates.value.get(currency) ?? 0)).collect()
   */
  broadcast<T>(value: T): Broadcast<T>
  /**
   * A value that tasks add to, by a Monoid, and the driver reads.
   * @example
   * const longest = session.accumulator({ empty: 0, concat: (a, b) => Math.max(a, b) }, 'longest')
   * await session.parallelize(['to', 'be', 'three'], 2).foreach(word => longest.add(word.length))
   * longest.value
   */
  accumulator<A>(monoid: Monoid<A>, name?: string): Accumulator<A>
  /**
   * An accumulator of numbers.
   * @example
   * const empty = session.counter('empty lines')
   * await session.parallelize(['a', '', 'b'], 2).foreach(line => empty.add(line === '' ? 1 : 0))
   * empty.value
   */
  counter(name?: string): Accumulator<number>
  /**
   * What each executor makes for itself when one of its tasks first reads the `value`, and keeps: a connection pool, a
   * model. Where `make` gives a promise, so does `value`. Closing the session calls `dispose` with what was made, and
   * waits for it; an executor that died has nothing to dispose of.
   * @throws PartitaError ARGUMENT for what is no function: `session.perWorker('make' as never)`
   * @example
   * const pool = session.perWorker(async () => new Map([['a', 1]]), { dispose: map => map.clear() })
   * await session.parallelize(['a', 'b'], 2).mapAsync(async name => (await pool.value).get(name) ?? 0).collect()
   */
  perWorker<T>(
    make: () => T,
    options?: {
      /** Called with what was made, once its promise is kept. */
      readonly dispose?: ((value: Awaited<T>) => unknown) | undefined
    },
  ): PerWorker<T>

  // Life

  /**
   * Hears of jobs, stages and tasks, and of the queries of DataFrames; returns what ends the subscription.
   * @example
   * const end = session.subscribe(event => {
   *   if (event.type === 'jobStarted') console.log(event.action)
   * })
   * await session.range(4).count()
   * end()
   */
  subscribe(listener: Listener): () => void
  /**
   * What each stage did, the latest 1,000 of them.
   * @example
   * await session.range(0, 100, 1, 4).map(n => n * 2).count()
   * session.profile().slice(-1).map(({ operators, tasks, recordsIn }) => ({ operators, tasks, recordsIn }))
   */
  profile(): readonly StageProfile[]
  /**
   * The RDD that `checkpoint(dir)` wrote, in this or another session or process: its records, partitions, their order, and
   * its partitioner where that is by hash.
   * @throws PartitaError IO where there is none: `await session.checkpointed('nowhere')`
   * @example
   * await session.range(0, 4, 1, 2).map(n => n * n).checkpoint('squares').count()
   * await session.checkpointed('squares')
   */
  checkpointed<T>(dir: string): Promise<RDD<T>>
  /**
   * The persisted RDDs of which something is kept: names, levels, partitions, bytes in memory and on disk.
   * @example
   * const kept = session.range(0, 4, 1, 2).setName('numbers').persist('disk')
   * await kept.count()
   * const infos = await session.getRDDStorageInfo()
   * infos.filter(({ name }) => name === 'numbers').map(({ storageLevel, numCachedPartitions }) => [storageLevel, numCachedPartitions])
   */
  getRDDStorageInfo(): Promise<readonly RDDInfo[]>
  /**
   * Frees all that the session holds; what still runs rejects with code CLOSED. May be called again; a
   * program that forgets it ends all the same, after its last job.
   * @example
   * import { openSession } from 'partita'
   * const mySession = await openSession({ master: 'reference' })
   * await mySession.close()
   * await mySession.close()
   */
  close(): Promise<void>
}

export interface SessionSettings {
  readonly appName: string
  readonly defaultParallelism: number
  readonly splitBytes: number
  readonly seed: number
}

const nothingMore: Extend = () => ({
  members: {} as SessionExtension,
  toDF: () => {
    throw new PartitaError('UNSUPPORTED', 'This session has no DataFrames.')
  },
  close: async () => {},
})

export const createSession = (
  bare: Engine,
  settings: SessionSettings,
  extend: Extend = nothingMore,
): Session => {
  const { appName, defaultParallelism, seed } = settings
  const engine = withCheckpoints(bare)
  const profile = profiler()
  const { emit, heard, subscribe } = audience()
  engine.subscribe(profile.listen)
  engine.subscribe(emit)
  const driver: Driver = Object.freeze({
    engine,
    defaultParallelism,
    seed,
    emit,
    heard,
    rdd: lineage => makeRDD(lineage, driver),
    persisted: lineage => makePersisted(lineage, driver),
    toDF: (rdd, schema) => extension.toDF(rdd, schema),
  } satisfies Driver)
  const extension = extend(driver)
  const perWorker: number[] = []
  const close = async () => {
    await Promise.all([engine.close(), extension.close()])
    // What the reference engine's tasks, or the driver itself, made in this thread.
    await disposeHere(perWorker)
  }
  const session: Session = {
    ...extension.members,
    appName,
    defaultParallelism,
    parallelize: parallelize(driver),
    range: range(driver),
    emptyRDD: emptyRDD(driver),
    textFile: textFile(driver, settings),
    wholeTextFiles: wholeTextFiles(driver, settings),
    binaryFiles: binaryFiles(driver, settings),
    checkpointed: checkpointed(driver),
    csv: csv(driver, settings),
    jsonLines: jsonLines(driver, settings),
    parquet: parquet(driver, settings),
    union: union(driver),
    broadcast: value => new Broadcast(engine, value),
    accumulator: (monoid, name) => new Accumulator(monoid, name),
    counter: name => new Accumulator(SUM, name),
    perWorker: (make, options) => {
      const call = calling('perWorker')
      checkOptions(call, options)
      checkFunction(call, make)
      if (options?.dispose !== undefined) checkFunction(call, options.dispose)
      const made = new PerWorker(make, options?.dispose)
      perWorker.push(made.id)
      return made
    },
    subscribe,
    profile: profile.stages,
    getRDDStorageInfo: () => storageInfo(engine),
    close,
    [Symbol.asyncDispose]: close,
  }
  return Object.freeze(Object.defineProperty(session, DRIVER_ONLY, { value: 'the session' }))
}
