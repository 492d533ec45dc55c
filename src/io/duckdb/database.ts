// DuckDB as the rest of partita sees it: SQL in, batches out, and batches that SQL reads. Nothing of it is loaded before
// the first query.
//
//   const database = openDatabase({ threads: 2, memory: 2 ** 30, tempDir })
//   const { fields, batches } = await database.query('FROM trips.parquet WHERE fare > $1', [10], { signal })
//   for await (const batch of batches) …
//   database.registerBatches('t1', { fields, batches: () => batches })
//   await database.query("SELECT zone, sum(fare) FROM partita_batches('t1') GROUP BY zone")
//   await database.close()
//
// Errors are PartitaErrors: PLAN for SQL that cannot be meant (with its place and the names perhaps meant), DATA for
// values, IO for files, ARGUMENT for parameters, OUT_OF_MEMORY, CANCELLED, CLOSED.

import { PartitaError } from '../../fault.ts'
import type { Field } from '../../lineage/data-type.ts'
import type { InstanceOptions } from './instance.ts'
import type { Parameters } from './parameters.ts'
import type { QueryResult } from './query.ts'
import type { Follower, Running, RunOptions } from './running.ts'
import type { BatchTable } from './scan.ts'

export type { Follower, Progress } from './running.ts'
export type { Wrote } from './sql-error.ts'
export type { BatchTable, InstanceOptions, Parameters, QueryResult, RunOptions }

export interface Database {
  /**
   * Runs one statement. Streams any number of rows through bounded memory, at the pace at which they are taken; batches
   * have at most 122,880 rows, and where they are cut does not hang on threads.
   */
  readonly query: (sql: string, parameters?: Parameters, options?: RunOptions) => Promise<QueryResult>
  /** The fields that a statement would give; nothing runs, so there is nothing to follow. */
  readonly describe: (sql: string, parameters?: Parameters, options?: RunOptions) => Promise<readonly Field[]>
  /**
   * Runs statements for what they do; their rows are dropped. Parameters go with one statement only. When it settles
   * nothing of them is at work any more, and no file is written.
   */
  readonly execute: (sql: string, parameters?: Parameters, options?: RunOptions) => Promise<void>
  /**
   * Lets SQL read `partita_batches('id')`, in the order of the batches, as often as it likes. What `batches` throws is
   * what the query rejects with; a query that needs no more rows ends the iteration by `return`.
   */
  readonly registerBatches: (id: string, table: BatchTable) => void
  /** Queries that already scan them go on. */
  readonly forgetBatches: (id: string) => void
  /** Ends what runs with code CLOSED and frees everything. May be called again. */
  readonly close: () => Promise<void>
}

export const openDatabase = (options: InstanceOptions): Database => {
  const running = new Set<Running>()
  const tables = new Map<string, BatchTable>()
  let closed: Promise<void> | undefined
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const [{ openInstance }, { Running }, { runQuery, describeQuery }] = await Promise.all([
      import('./instance.ts'),
      import('./running.ts'),
      import('./query.ts'),
    ])
    return { instance: await openInstance(options, tables), Running, runQuery, describeQuery }
  }

  /** They have no connection yet; the instance waits for them to have one, to go. */
  const beginning = new Set<Promise<unknown>>()
  const begin = async (runOptions: RunOptions, follower: Follower | undefined): Promise<Running> => {
    opened ??= open()
    const { instance, Running } = await opened
    if (closed !== undefined) throw closedError()
    const query = await Running.start(instance, runOptions, follower)
    running.add(query)
    query.freed.then(() => running.delete(query))
    return query
  }

  /** One query's life; `keep` if it lives on when `work` is done. */
  const start = async <T>(
    { follow, ...runOptions }: RunOptions,
    keep: boolean,
    work: (query: Running, parts: Awaited<ReturnType<typeof open>>) => Promise<T>,
  ): Promise<T> => {
    if (closed !== undefined) throw closedError()
    const follower = follow?.()
    let query: Running | undefined
    try {
      const begun = begin(runOptions, follower)
      beginning.add(begun)
      query = await begun.finally(() => beginning.delete(begun))
      await query.measure()
      for (const sql of runOptions.before ?? []) await query.execute({ sql }, undefined)
      const answer = await work(query, await opened!)
      if (!keep) query.end()
      return answer
    } catch (error) {
      if (query === undefined) follower?.ended(0, error)
      else query.end(error)
      throw error
    }
  }

  return {
    query: (sql, parameters, runOptions = {}) =>
      start(runOptions, true, (query, { runQuery }) => runQuery(query, sql, parameters, runOptions)),
    describe: (sql, parameters, runOptions = {}) =>
      start({ ...runOptions, follow: undefined }, false, (query, { describeQuery }) =>
        describeQuery(query, sql, parameters),
      ),
    execute: (sql, parameters, runOptions = {}) =>
      start(runOptions, false, async query => {
        try {
          await query.execute({ sql }, parameters)
        } catch (error) {
          query.end(error)
          await query.freed
          throw error
        }
      }),
    registerBatches: (id, table) => {
      tables.set(id, table)
    },
    forgetBatches: id => {
      tables.delete(id)
    },
    close: () => {
      tables.clear()
      closed ??= (async () => {
        if (opened === undefined) return
        const parts = await opened.catch(() => undefined)
        await Promise.allSettled(beginning)
        for (const query of running) query.stop(closedError())
        await Promise.all([...running].map(query => query.freed))
        await parts?.instance.close()
      })()
      return closed
    },
  }
}

const closedError = (): PartitaError =>
  new PartitaError('CLOSED', 'A query was asked of a session that is closed.')
