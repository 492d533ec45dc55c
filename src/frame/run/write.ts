// The rows of a frame as files, by the same commit as the saves of RDDs: absent or complete, `_SUCCESS` last.

import { randomBytes } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PartitaError } from '../../fault.ts'
import { exists } from '../../io/aside.ts'
import { quoteName, quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import { openOutput } from '../../io/output.ts'
import { writtenFiles } from '../../io/written-files.ts'
import { type Call, failure } from '../../rdd/call.ts'
import { checkCount, checkOptions } from '../../rdd/check.ts'
import { checkMarks } from '../../rdd/sources/csv.ts'
import { type Output, resolve as resolveName } from '../check/scope.ts'
import { copySql, partFileName, type Writing } from '../files/copy.ts'
import { planPaths } from '../plan/plan-paths.ts'
import type { Self } from '../relational.ts'
import type { DataFrameWriter, WriteCsv, WriteParquet } from '../write.ts'
import { compiled } from './query.ts'
import { telling } from './tell.ts'

type AnyOptions = Omit<WriteCsv, 'compression'> &
  Omit<WriteParquet, 'compression'> & { readonly compression?: string | undefined }
type MakeWriting = (call: Call, options: AnyOptions) => Pick<Writing, 'format' | 'options'>

const parquetWriting: MakeWriting = (call, { rowGroupRows }) => {
  if (rowGroupRows !== undefined) checkCount(call, rowGroupRows, 'rowGroupRows')
  return {
    format: 'parquet',
    options: rowGroupRows === undefined ? [] : [`ROW_GROUP_SIZE ${rowGroupRows}`],
  }
}

const jsonWriting: MakeWriting = () => ({
  format: 'json',
  // A line is the text of its object, whatever stands in it.
  options: ['HEADER false', "DELIMITER E'\\n'", "QUOTE ''", "ESCAPE ''"],
})

const csvWriting: MakeWriting = (call, { header = true, delimiter = ',', quote = '"', nullText = '' }) => {
  checkMarks(call, delimiter, quote)
  if (typeof header !== 'boolean')
    throw failure(call, 'ARGUMENT', `takes header as true or false, not ${String(header)}.`)
  if (typeof nullText !== 'string' || nullText.includes(quote) || nullText.includes(delimiter))
    throw failure(call, 'ARGUMENT', 'takes as nullText a text without delimiter and quote.')
  return {
    format: 'csv',
    options: [
      `HEADER ${header}`,
      `DELIMITER ${quoteText(delimiter)}`,
      `QUOTE ${quoteText(quote)}`,
      `ESCAPE ${quoteText(quote)}`,
      `NULLSTR ${quoteText(nullText)}`,
    ],
  }
}

const MODES: readonly unknown[] = ['errorIfExists', 'overwrite', 'append', 'ignore']

/** Refuses what makes no sense at once; what is returned runs the query. */
const writing = async (
  call: Call,
  { plan, relational }: Self,
  path: string,
  options: AnyOptions,
  compressions: readonly string[],
  make: MakeWriting,
): Promise<void> => {
  checkOptions(call, options)
  const { mode = 'errorIfExists', compression = compressions[0]!, targetFileBytes, signal } = options
  if (typeof path !== 'string' || path === '')
    throw failure(call, 'ARGUMENT', 'takes the path of a directory.')
  if (!MODES.includes(mode))
    throw failure(call, 'ARGUMENT', `takes as mode ${MODES.join(', ')}, not ${String(mode)}.`)
  if (!compressions.includes(compression))
    throw failure(
      call,
      'ARGUMENT',
      `takes as compression ${compressions.join(', ')}, not ${String(compression)}.`,
    )
  if (targetFileBytes !== undefined) checkCount(call, targetFileBytes, 'targetFileBytes')
  const made = make(call, options)
  const keys = options.partitionBy === undefined ? [] : [options.partitionBy].flat()
  if (keys.length > 0 && targetFileBytes !== undefined)
    throw failure(call, 'ARGUMENT', 'takes partitionBy or targetFileBytes, not both.')
  if (mode === 'ignore' && (await exists(resolve(path)))) return
  return telling(call, plan, async () => {
    const append = mode === 'append'
    const room = await openOutput(path, { overwrite: mode === 'overwrite', append, reads: planPaths(plan) })
    try {
      await copyTo(room.dir, call, { plan, relational }, keys, signal, {
        ...made,
        targetFileBytes,
        compression: compression === 'none' ? 'uncompressed' : compression,
      })
      await room.commit(await parts(room.dir, append))
    } catch (error) {
      await room.abort()
      throw error
    }
  })
}

const copyTo = async (
  dir: string,
  call: Call,
  { plan, relational }: Self,
  keys: readonly string[],
  signal: AbortSignal | undefined,
  writing: Omit<Writing, 'partitionBy'>,
): Promise<void> => {
  const { database } = relational
  const runnable = await compiled(plan, relational, { signal }, call)
  const { sql, output, parameters, options, asking, free } = runnable
  try {
    const partitionBy = keysIn(call, keys, output)
    const fields = await asking(() => database.describe(sql, parameters, options))
    // Types that we have no word for are written as what they are cast to for everybody else.
    const exact = fields.map(
      ({ name, type }) => `CAST(${quoteName(name)} AS ${sqlType(type)}) AS ${quoteName(name)}`,
    )
    const query = `SELECT ${exact.join(', ')} FROM (${sql})`
    const copy = copySql(call, query, fields, dir, { ...writing, partitionBy })
    await asking(() => database.execute(copy, parameters, options)).catch(error => {
      throw ofOutput(error, dir)
    })
  } finally {
    free()
  }
}

/** The files as they shall be called; those that are added have names of their own. */
const parts = async (dir: string, append: boolean): Promise<readonly string[]> => {
  const suffix = append ? `-${randomBytes(8).toString('hex')}` : ''
  const files: string[] = []
  for (const file of await writtenFiles(dir)) {
    const named = partFileName(file, suffix)
    if (named !== file) {
      await mkdir(join(dir, dirname(named)), { recursive: true })
      await rename(join(dir, file), join(dir, named))
    }
    files.push(named)
  }
  return files
}

/** By their names in SQL. */
const keysIn = (call: Call, keys: readonly string[], output: Output): readonly string[] => {
  const twice = output.find(({ name, sql }) => name !== sql)
  if (twice !== undefined)
    throw failure(call, 'PLAN', `cannot write two columns ${twice.name}.`, {
      hint: 'Drop one of them, or rename it.',
    })
  return keys.map(name => {
    if (typeof name !== 'string') throw failure(call, 'ARGUMENT', 'takes as partitionBy names of columns.')
    return resolveName(output, { kind: 'reference', name }, (message, hint) => {
      throw failure(call, 'PLAN', message, hint === undefined ? {} : { hint })
    }).column.sql
  })
}

const ofOutput = (error: unknown, dir: string): unknown =>
  error instanceof PartitaError && error.code === 'IO' && error.message.includes(dir)
    ? new PartitaError('OUTPUT', error.message, { cause: error })
    : error

const format =
  (compressions: readonly string[], make: MakeWriting) =>
  (call: Call, self: Self, path: string, options: AnyOptions = {}): Promise<void> =>
    writing(call, self, path, options, compressions, make)

export const write = {
  parquet: format(['snappy', 'zstd', 'gzip', 'none'], parquetWriting),
  csv: format(['none', 'gzip'], csvWriting),
  json: format(['none', 'gzip'], jsonWriting),
} satisfies Readonly<Record<keyof DataFrameWriter, unknown>>
