// A query: its fields before its first row, then its rows in batches, as fast as they are taken.

import { setImmediate } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import duckdb, { type DataChunk, type PreparedStatement, type Result } from '@duckdb/node-bindings'
import { bytesOf } from '../../codec/concat.ts'
import { rebatch } from '../../codec/rebatch.ts'
import { PartitaError } from '../../fault.ts'
import type { ColumnBatch } from '../../lineage/batch.ts'
import type { Field } from '../../lineage/data-type.ts'
import { type Border, borderOf, borderOfResult, casting } from './border.ts'
import { chunkCounter } from './collect-garbage.ts'
import { ending } from './ending.ts'
import { bindParameters, type Parameters } from './parameters.ts'
import { readChunk } from './read-vector.ts'
import type { Running, RunOptions } from './running.ts'
import { withoutEnd } from './sql-end.ts'
import type { SqlText } from './sql-error.ts'

export interface QueryResult {
  readonly fields: readonly Field[]
  /** May be iterated once. Until its end, its `return` or the abort of the query it holds a connection. */
  readonly batches: AsyncIterable<ColumnBatch>
}

export const runQuery = async (
  running: Running,
  sql: string,
  parameters: Parameters | undefined,
  { passing = false, atOnce = false }: RunOptions = {},
): Promise<QueryResult> => {
  const plain = await running.prepare({ sql })
  // What is no query, such as EXPLAIN, says what it gives when it runs.
  const wanted = isSelect(plain) ? await borderOfStatement(running, plain, sql, parameters) : undefined
  const cast = wanted !== undefined && wanted.inexact.length > 0 ? casting(sql, wanted) : undefined
  const text: SqlText = { sql, prefix: cast?.prefix ?? 0 }
  const statement = cast === undefined ? plain : await running.prepare(text, cast.sql)
  bindParameters(statement, parameters)
  const whole = atOnce ? await running.whole(statement, text) : undefined
  const result = whole ?? (await running.stream(statement, text))
  for (const prepared of new Set([plain, statement])) duckdb.destroy_prepare_sync(prepared)
  const there = borderOfResult(result)
  if (there === undefined || there.inexact.length > 0)
    throw new PartitaError(
      'UNSUPPORTED',
      'The statement gives a column of a type that only a query can cast.',
    )
  const fields = there.fields.map((field, i) => ({ ...field, name: wanted?.fields[i]?.name ?? field.name }))
  const why = () => reasonOf(running, sql, parameters, fields.length)
  const chunks = whole === undefined ? streamed(running, result, why) : held(running, whole)
  const batches = batchesOf(running, chunks, fields, passing)
  return { fields, batches: ending(batches, () => running.end()) }
}

/** What a statement would give, without running it. */
export const describeQuery = async (
  running: Running,
  sql: string,
  parameters: Parameters | undefined,
): Promise<readonly Field[]> => {
  const statement = await running.prepare({ sql })
  return (await borderOfStatement(running, statement, sql, parameters)).fields
}

const borderOfStatement = async (
  running: Running,
  statement: PreparedStatement,
  sql: string,
  parameters: Parameters | undefined,
): Promise<Border> => {
  const border = borderOf(statement)
  if (border !== undefined) return border
  // The types hang on the parameters: a query of no rows knows them.
  const none = await running.prepare({ sql }, `FROM (${withoutEnd(sql)}\n) LIMIT 0`)
  bindParameters(none, parameters)
  const known = borderOfResult(await running.stream(none, { sql }))
  duckdb.destroy_prepare_sync(none)
  if (known === undefined) throw new PartitaError('INTERNAL', 'A result has a column of no type.')
  return known
}

/** Why a stream failed: the query runs once more, for its error alone. */
const reasonOf = async (
  running: Running,
  sql: string,
  parameters: Parameters | undefined,
  columns: number,
): Promise<unknown> => {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`).join(', ')
  const prefix = `SELECT max(hash(${names})) FROM (`
  const text: SqlText = { sql, prefix: prefix.length }
  try {
    const statement = await running.prepare(text, `${prefix}${withoutEnd(sql)}\n) AS t(${names})`)
    bindParameters(statement, parameters)
    await running.call(() => duckdb.execute_prepared(statement), text)
  } catch (error) {
    return error
  }
  return new PartitaError('DATA', 'The query failed after some rows, and not when it ran again.')
}

const isSelect = (statement: PreparedStatement): boolean =>
  duckdb.prepared_statement_type(statement) === duckdb.StatementType.SELECT

async function* streamed(running: Running, result: Result, why: () => Promise<unknown>) {
  const fetch = () => running.fetch(result, why)
  for (let next = fetch(); ; ) {
    const chunk = await next
    if (chunk === undefined) return
    // DuckDB works on the next rows while these are copied. Not in a worker: terminated while a call is under way, it
    // would take the process with it.
    if (isMainThread) {
      next = fetch()
      next.catch(() => {})
    }
    yield chunk
    if (!isMainThread) next = fetch()
  }
}

/** Others have their turn after so many. */
const CHUNKS = 16

async function* held(running: Running, whole: Result) {
  const length = duckdb.result_chunk_count(whole)
  for (let i = 0; i < length; i++) {
    yield running.chunkOf(whole, i)
    if (i % CHUNKS === CHUNKS - 1) await setImmediate()
  }
}

async function* batchesOf(
  running: Running,
  chunks: AsyncIterable<DataChunk>,
  fields: readonly Field[],
  passing: boolean,
): AsyncGenerator<ColumnBatch, void, undefined> {
  try {
    const { add, end } = rebatch(fields, passing)
    const count = chunkCounter()
    for await (const chunk of chunks) {
      const rows = readChunk(chunk, fields)
      yield* add(rows)
      count(bytesOf(fields, rows, 0, rows.length))
    }
    yield* end()
  } catch (error) {
    running.end(error)
    throw error
  } finally {
    running.end()
  }
}
