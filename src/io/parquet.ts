// Parquet by columns: the rows of a split through the DuckDB of this thread, only the row groups that it owns and only
// the columns that somebody reads.

import { MAX_BATCH_ROWS } from '../codec/rebatch.ts'
import { PartitaError } from '../fault.ts'
import type { ColumnBatch, Vector } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { ParquetColumn } from '../lineage/source.ts'
import { type ReadCounter, refuseChanged } from './bytes.ts'
import { lightDatabase } from './duckdb/light.ts'
import { quoteFile, quoteName, quoteText } from './duckdb/sql-type.ts'
import type { Directories, ParquetSplit } from './split.ts'

export interface ParquetRows {
  readonly fields: readonly Field[]
  readonly batches: AsyncIterable<ColumnBatch>
}

/** The rows of a split; of the columns those of these names. */
export const parquetRows = async (
  split: ParquetSplit,
  read: readonly string[] | undefined,
  counter: ReadCounter = { bytes: 0 },
): Promise<ParquetRows> => {
  refuseChanged(split)
  counter.bytes += split.bytes
  const wanted = read && new Set(read)
  const columns = split.columns.filter(({ name }) => wanted?.has(name) ?? true)
  const { file, firstRow, endRow, where } = split
  // How many there are stands in the footer.
  if (columns.length === 0 && where === undefined) return { fields: [], batches: bare(endRow - firstRow) }
  const sql = `SELECT ${columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`).join(', ') || 'true'}
    FROM ${parquetFiles([file], split.directories, true)}
    WHERE file_row_number >= ${firstRow} AND file_row_number < ${endRow} AND (${where ?? 'true'})`
  const { fields, batches } = await aboutFile(file, () => lightDatabase().query(sql))
  return {
    // DuckDB selects one column at least.
    fields: columns.map(({ name, nullable }, i) => ({ name, type: fields[i]!.type, nullable })),
    batches: checked(aboutFileEach(file, batches), split, columns),
  }
}

async function* bare(rows: number): AsyncGenerator<ColumnBatch, void, undefined> {
  for (let at = 0; at < rows; at += MAX_BATCH_ROWS)
    yield { length: Math.min(MAX_BATCH_ROWS, rows - at), columns: [] }
}

async function* checked(
  batches: AsyncIterable<ColumnBatch>,
  { file }: ParquetSplit,
  columns: readonly ParquetColumn[],
): AsyncGenerator<ColumnBatch, void, undefined> {
  for await (const { length, columns: vectors } of batches) {
    const bad = columns.findIndex(({ nullable }, i) => !nullable && holdsNull(vectors[i]!))
    if (bad >= 0)
      throw new PartitaError('DATA', `${file}: the column ${columns[bad]!.name} holds null, and may not.`, {
        hint: 'A type followed by ? may be null.',
      })
    yield { length, columns: vectors.slice(0, columns.length) }
  }
}

const holdsNull = ({ validity, length }: Vector): boolean => {
  if (validity === undefined) return false
  for (let i = 0; i < length; i++) if ((validity[i >> 3]! & (1 << (i & 7))) === 0) return true
  return false
}

/** The table that files are, in SQL. */
export const parquetFiles = (
  files: readonly string[],
  directories: Directories | undefined,
  numbered = false,
): string => {
  const types = (directories ?? []).map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')
  const options = [
    `hive_partitioning = ${directories !== undefined}`,
    ...(types === '' ? [] : [`hive_types = {${types}}`]),
    ...(numbered ? ['file_row_number = true'] : []),
  ]
  return `read_parquet([${files.map(quoteFile).join(', ')}], ${options.join(', ')})`
}

/** What goes wrong with a file names it; a column that it lacks is its own fault. */
export const aboutFile = async <T>(file: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    throw blaming(file, error)
  }
}

async function* aboutFileEach<T>(file: string, items: AsyncIterable<T>) {
  try {
    yield* items
  } catch (error) {
    throw blaming(file, error)
  }
}

/** Damaged bytes may well surprise DuckDB. */
const OF_THE_FILE = new Set(['DATA', 'IO', 'PLAN', 'INTERNAL'])

const blaming = (file: string, error: unknown): unknown => {
  if (!(error instanceof PartitaError) || !OF_THE_FILE.has(error.code)) return error
  const { message, hint, cause } = error
  return new PartitaError('DATA', message.includes(file) ? message : `${file}: ${message}`, { hint, cause })
}
