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
import { type SqlText, sqlError } from './sql-error.ts'

export interface Progress {
  /** 0 to 100, of the pipeline that runs now; −1 where DuckDB cannot tell. */
  readonly percentage: number
  readonly rows: bigint
  readonly totalRows: bigint
}

export interface RunOptions {
  /** Interrupts the query, which then rejects with code CANCELLED. */
  readonly signal?: AbortSignal | undefined
  /** Told about four times a second while DuckDB works. */
  readonly progress?: ((progress: Progress) => void) | undefined
}

const PROGRESS_MILLIS = 250
const INSIST_MILLIS = 20

export class Running {
  readonly #instance: Instance
  readonly #connection: Connection
  readonly #signal: AbortSignal | undefined
  readonly #told: NodeJS.Timeout | undefined
  /** Why it ends before its end. */
  #stopped: PartitaError | undefined
  #ended = false
  #calls = 0
  #insisting: NodeJS.Timeout | undefined
  #freed: () => void = () => {}
  /** Resolves once it holds nothing any more. */
  readonly freed = new Promise<void>(resolve => {
    this.#freed = resolve
  })
  readonly #abort = () => this.stop(cancelledError())

  static async start(instance: Instance, { signal, progress }: RunOptions): Promise<Running> {
    if (signal?.aborted === true) throw cancelledError()
    const connection = await instance.connect()
    const running = new Running(instance, connection, signal, progress)
    if (progress !== undefined)
      for (const setting of ['enable_progress_bar = true', 'enable_progress_bar_print = false'])
        await running.call(() => duckdb.query(connection, `SET ${setting}`))
    return running
  }

  private constructor(
    instance: Instance,
    connection: Connection,
    signal: AbortSignal | undefined,
    progress: RunOptions['progress'],
  ) {
    this.#instance = instance
    this.#connection = connection
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort)
    if (signal?.aborted === true) this.#abort()
    if (progress !== undefined)
      this.#told = setInterval(() => {
        if (this.#calls > 0) progress(progressOf(connection))
      }, PROGRESS_MILLIS).unref()
  }

  /** Tells the queries of a connection apart where DuckDB calls back. */
  get id(): number {
    return duckdb.client_context_get_connection_id(duckdb.connection_get_client_context(this.#connection))
  }

  /** Every call of DuckDB's that takes time. Its errors come out as ours. */
  async call<T>(call: () => Promise<T>, text?: SqlText): Promise<T> {
    this.#calls++
    try {
      return await this.#instance.call(async () => {
        if (this.#stopped !== undefined) throw this.#stopped
        return await call()
      })
    } catch (cause) {
      throw this.#stopped ?? sqlError(cause, text)
    } finally {
      this.#calls--
      if (this.#calls === 0) clearInterval(this.#insisting)
      if (this.#ended) this.#disconnect()
    }
  }

  /** `run` is what is run for the `sql` that its author wrote. */
  prepare(text: SqlText, run = text.sql): Promise<PreparedStatement> {
    return this.call(() => duckdb.prepare(this.#connection, run), text)
  }

  /** The statements of a text, one after the other; only a text of one takes parameters. */
  async execute(text: SqlText, parameters: Parameters | undefined): Promise<void> {
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

  /** The next rows; undefined at the end. */
  async fetch(result: Result, text: SqlText): Promise<DataChunk | undefined> {
    const chunk = await this.call(() => duckdb.fetch_chunk(result), text)
    // A stream that was interrupted ends as if it were complete.
    if (this.#stopped !== undefined) throw this.#stopped
    return chunk === null || duckdb.data_chunk_get_size(chunk) === 0 ? undefined : chunk
  }

  /** Ends it early: whoever waits for it rejects with the reason. */
  stop(reason: PartitaError): void {
    this.#stopped ??= reason
    if (this.#ended) return
    this.#interrupt()
  }

  /** Frees what it holds, once no call is under way. May be called again. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#signal?.removeEventListener('abort', this.#abort)
    clearInterval(this.#told)
    if (this.#calls > 0) this.#interrupt()
    else this.#disconnect()
  }

  /** One that comes before the query has begun is forgotten: it is said again until it is heard. */
  #interrupt(): void {
    duckdb.interrupt(this.#connection)
    if (this.#calls > 0)
      this.#insisting ??= setInterval(() => duckdb.interrupt(this.#connection), INSIST_MILLIS)
  }

  #disconnect(): void {
    if (this.#calls > 0) return
    duckdb.disconnect_sync(this.#connection)
    this.#freed()
  }
}

const progressOf = (connection: Connection): Progress => {
  const { percentage, rows_processed, total_rows_to_process } = duckdb.query_progress(connection)
  return { percentage, rows: rows_processed, totalRows: total_rows_to_process }
}

export const cancelledError = (): PartitaError => new PartitaError('CANCELLED', 'The query was cancelled.')
