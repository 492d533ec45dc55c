// One query at work, on a connection of its own: a second query on a connection silently ends the stream of the first.

import duckdb, {
  type Connection,
  type DataChunk,
  type PreparedStatement,
  type Result,
} from '@duckdb/node-bindings'
import { PartitaError } from '../../fault.ts'
import type { Instance } from './instance.ts'
import { bindParameters, type Parameters } from './parameters.ts'
import { type SqlText, sqlError, type Wrote } from './sql-error.ts'

export interface Progress {
  /** 0 to 1, never falling; undefined where DuckDB cannot tell. */
  readonly fraction: number | undefined
  /** Rows that its pipelines have taken from their sources, all together. */
  readonly rowsIn: number
  readonly rowsOut: number
}

/** Who follows one query. */
export interface Follower {
  /** About four times a second while DuckDB works. */
  readonly progress?: ((progress: Progress) => void) | undefined
  /** Once, whatever happens. No error: it is complete, or nobody wants more rows. */
  readonly ended: (rowsOut: number, error: unknown) => void
}

export interface RunOptions {
  /** Interrupts the query, which then rejects with code CANCELLED. */
  readonly signal?: AbortSignal | undefined
  /** Called when a query or statement is begun. */
  readonly follow?: (() => Follower) | undefined
  /** A batch of the answer may be read until the next is asked for: its memory is used again. */
  readonly passing?: boolean | undefined
  /**
   * All rows are computed before the first is given, unless they take much memory. Quicker where few rows are left of
   * many: as a stream they come in chunks of very few.
   */
  readonly atOnce?: boolean | undefined
  /** Where errors are, for who wrote but parts of the SQL. */
  readonly wrote?: Wrote | undefined
  /** Statements that run first, on the same connection: what they make is there for the query alone. */
  readonly before?: readonly string[] | undefined
}

const PROGRESS_MILLIS = 250
const MEASURING = 'SET enable_progress_bar = true; SET enable_progress_bar_print = false'
const INSIST_MILLIS = 20

/** The process may grow by so many bytes while an answer is computed that is held at once. */
const LARGE = 2 ** 28
const LOOK_MILLIS = 10

/** The process waits for calls that are under way when it ends. */
const live = new Set<Running>()
let watched = false
const interruptAtExit = (): void => {
  if (watched) return
  watched = true
  // Before its folders are removed.
  process.prependListener('exit', () => {
    for (const each of live) each.stop(cancelledError())
  })
}

export class Running {
  readonly #instance: Instance
  readonly #connection: Connection
  /** As DuckDB calls it when it calls back. */
  readonly #id: number
  /** Rows of it are still to come. */
  #stream: Result | undefined
  readonly #signal: AbortSignal | undefined
  readonly #follower: Follower | undefined
  readonly #told: NodeJS.Timeout | undefined
  #rowsOut = 0
  readonly #wrote: Wrote | undefined
  /** Why it ends before its end. */
  #stopped: PartitaError | undefined
  /** Those who wait for a call. */
  readonly #waiting = new Set<(reason: PartitaError) => void>()
  #leave: (reason: PartitaError) => void = () => {}
  /** Rejects once it is stopped. */
  readonly #left = new Promise<never>((_, reject) => {
    this.#leave = reject
  })
  #ended = false
  /** Nothing is left of it on its connection. */
  #clean = true
  #freeing = false
  #calls = 0
  #insisting: NodeJS.Timeout | undefined
  #freed: () => void = () => {}
  /** Resolves once it holds nothing any more. */
  readonly freed = new Promise<void>(resolve => {
    this.#freed = resolve
  })
  readonly #abort = () => this.stop(cancelledError())

  static async start(instance: Instance, options: RunOptions, follower?: Follower): Promise<Running> {
    if (options.signal?.aborted === true) throw cancelledError()
    const connection = await instance.connect()
    interruptAtExit()
    return new Running(instance, connection, options, follower)
  }

  private constructor(
    instance: Instance,
    connection: Connection,
    { signal, wrote }: RunOptions,
    follower: Follower | undefined,
  ) {
    live.add(this)
    this.#instance = instance
    this.#connection = connection
    this.#id = duckdb.client_context_get_connection_id(duckdb.connection_get_client_context(connection))
    this.#signal = signal
    this.#wrote = wrote
    this.#follower = follower
    // Perhaps nobody waits for a turn then.
    this.#left.catch(() => {})
    const progress = follower?.progress
    if (progress !== undefined)
      this.#told = setInterval(() => {
        if (this.#calls > 0) progress(this.#progress())
      }, PROGRESS_MILLIS).unref()
    signal?.addEventListener('abort', this.#abort)
    if (signal?.aborted === true) this.#abort()
  }

  #progress(): Progress {
    const { percentage, rows_processed } = duckdb.query_progress(this.#connection)
    const fraction = percentage > 0 ? Math.min(1, percentage / 100) : undefined
    return { fraction, rowsIn: Number(rows_processed), rowsOut: this.#rowsOut }
  }

  /** What comes next on its connection, if its follower is to hear more than the end. */
  async measure(): Promise<void> {
    if (this.#follower?.progress === undefined) return
    // The next query would begin with how far this one came.
    this.#clean = false
    await this.call(() => duckdb.query(this.#connection, MEASURING))
  }

  /**
   * Every call of DuckDB's that takes time. Its errors come out as ours. Once it is stopped nobody waits for it: DuckDB
   * ends what it does to a few rows before it listens, and that may take long.
   */
  async call<T>(call: () => Promise<T>, text?: SqlText): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#waiting.add(reject)
        this.#counted(call)
          .then(resolve, reject)
          .finally(() => this.#waiting.delete(reject))
      })
    } catch (cause) {
      if (this.#stopped !== undefined) throw this.#stopped
      const thrown = this.#instance.scans.failureOf(this.#id)
      if (thrown !== undefined) throw thrown.error
      throw sqlError(cause, text && { ...text, wrote: this.#wrote }, this.#instance.allowance)
    }
  }

  async #counted<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++
    try {
      return await this.#instance.call(async () => {
        if (this.#stopped !== undefined) throw this.#stopped
        return await call()
      }, this.#left)
    } finally {
      this.#calls--
      if (this.#calls === 0) {
        clearInterval(this.#insisting)
        if (this.#ended) void this.#free()
      }
    }
  }

  /** `run` is what is run for the `sql` that its author wrote. */
  prepare(text: SqlText, run = text.sql): Promise<PreparedStatement> {
    return this.call(() => duckdb.prepare(this.#connection, run), text)
  }

  /** The statements of a text, one after the other; only a text of one takes parameters. */
  async execute(text: SqlText, parameters: Parameters | undefined): Promise<void> {
    this.#clean = false
    const { extracted_statements, statement_count } = await this.call(() =>
      duckdb.extract_statements(this.#connection, text.sql),
    )
    if (statement_count === 0) throw sqlError(duckdb.extract_statements_error(extracted_statements), text)
    for (let i = 0; i < statement_count; i++) {
      const statement = await this.call(
        () => duckdb.prepare_extracted_statement(this.#connection, extracted_statements, i),
        text,
      )
      bindParameters(statement, statement_count === 1 ? parameters : undefined)
      await this.call(() => duckdb.execute_prepared(statement), text)
      duckdb.destroy_prepare_sync(statement)
    }
  }

  /** Its rows come by `fetch`. */
  async stream(statement: PreparedStatement, text: SqlText): Promise<Result> {
    this.#stream = await this.call(() => duckdb.execute_prepared_streaming(statement), text)
    return this.#stream
  }

  /** All of its rows; undefined where they take too much memory, which DuckDB does not count. */
  async whole(statement: PreparedStatement, text: SqlText): Promise<Result | undefined> {
    const most = process.memoryUsage.rss() + Math.min(LARGE, this.#instance.memory)
    let isLarge = false
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() <= most) return
      isLarge = true
      duckdb.interrupt(this.#connection)
    }, LOOK_MILLIS)
    try {
      return await this.call(() => duckdb.execute_prepared(statement), text)
    } catch (error) {
      if (isLarge && this.#stopped === undefined) return undefined
      throw error
    } finally {
      clearInterval(watch)
    }
  }

  chunkOf(whole: Result, index: number): DataChunk {
    if (this.#stopped !== undefined) throw this.#stopped
    const chunk = duckdb.result_get_chunk(whole, index)
    this.#rowsOut += duckdb.data_chunk_get_size(chunk)
    return chunk
  }

  /**
   * The next rows; undefined at the end. DuckDB ends a stream that fails as it ends one that is complete, and its
   * bindings keep the error to themselves: `why` is asked for it.
   */
  async fetch(result: Result, why: () => Promise<unknown>): Promise<DataChunk | undefined> {
    const chunk = await this.call(() => duckdb.fetch_chunk(result))
    if (this.#stopped !== undefined) throw this.#stopped
    const rows = chunk === null ? 0 : duckdb.data_chunk_get_size(chunk)
    this.#rowsOut += rows
    if (rows > 0) return chunk!
    this.#stream = undefined
    if (duckdb.result_return_type(result) !== duckdb.ResultType.INVALID) return undefined
    throw (this.#instance.scans.failureOf(this.#id) ?? { error: await why() }).error
  }

  /** Ends it early: whoever waits for it rejects with the reason. */
  stop(reason: PartitaError): void {
    this.#stopped ??= reason
    this.end()
  }

  /** Frees what it holds, once no call is under way. May be called again. */
  end(error?: unknown): void {
    if (this.#ended) return
    this.#ended = true
    if (error !== undefined || this.#stopped !== undefined || this.#calls > 0 || this.#stream !== undefined)
      this.#clean = false
    this.#follower?.ended(this.#rowsOut, this.#stopped ?? error)
    // Rows asked for in advance are not wanted any more.
    this.#stopped ??= cancelledError()
    this.#leave(this.#stopped)
    for (const leave of this.#waiting) leave(this.#stopped)
    this.#signal?.removeEventListener('abort', this.#abort)
    clearInterval(this.#told)
    if (this.#calls > 0 || this.#stream !== undefined) this.#interrupt()
    if (this.#calls === 0) void this.#free()
  }

  /** One that comes before the query has begun is forgotten: it is said again until it is heard. */
  #interrupt(): void {
    duckdb.interrupt(this.#connection)
    if (this.#calls > 0)
      this.#insisting ??= setInterval(() => duckdb.interrupt(this.#connection), INSIST_MILLIS)
  }

  /**
   * Threads of DuckDB's that still work for the stream may wait for this thread, to scan batches: they must be done
   * before it waits for them.
   */
  async #free(): Promise<void> {
    if (this.#freeing) return
    this.#freeing = true
    const stream = this.#stream
    this.#instance.scans.end(this.#id)
    if (stream !== undefined) await this.#instance.call(() => duckdb.fetch_chunk(stream)).catch(() => {})
    live.delete(this)
    this.#instance.release(this.#connection, this.#clean)
    this.#freed()
  }
}

export const cancelledError = (): PartitaError => new PartitaError('CANCELLED', 'The query was cancelled.')
