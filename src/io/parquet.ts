// Parquet by columns: the rows of a split through the DuckDB of this thread, only the row groups that it owns and only
// the columns that somebody reads.

import { MAX_BATCH_ROWS } from '../codec/rebatch.ts'
import { someUnset } from '../codec/validity.ts'
import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { Field } from '../lineage/data-type.ts'
import type { Directories, ParquetColumn, QueryFault } from '../lineage/source.ts'
import { type ReadCounter, refuseChanged } from './bytes.ts'
import { lightDatabase } from './duckdb/light.ts'
import { asAuthorKnows } from './duckdb/query-fault.ts'
import { quoteFile, quoteName, quoteText } from './duckdb/sql-type.ts'
import type { ParquetSplit } from './split.ts'

export interface ParquetRows {
  readonly fields: readonly Field[]
  readonly batches: AsyncIterable<ColumnBatch>
}

/** The rows of a split; of the columns those of these names. With `passing` a batch is to be read before the next. */
export const parquetRows = async (
  split: ParquetSplit,
  read: readonly string[] | undefined,
  counter: ReadCounter = { bytes: 0 },
  passing = false,
): Promise<ParquetRows> => {
  const { files, rows, query } = split
  for (const file of files) refuseChanged(file)
  counter.bytes += split.bytes
  const wanted = read && new Set(read)
  const columns = query.columns.filter(({ name }) => wanted?.has(name) ?? true)
  // How many there are stands in the footer.
  if (columns.length === 0 && rows !== undefined && query.where === undefined && query.sql === undefined)
    return { fields: [], batches: bare(rows.end - rows.first) }
  const about = { file: files.at(-1)!.file, faults: query.faults }
  const { fields, batches } = await aboutFile(about, () =>
    lightDatabase().query(sqlOf(split, columns), undefined, { ...OUR_SQL, passing }),
  )
  return {
    // DuckDB selects one column at least.
    fields: columns.map(({ name, nullable }, i) => ({ name, type: fields[i]!.type, nullable })),
    batches: checked(aboutFileEach(about, batches), about.file, columns),
  }
}

/** Its places tell nothing to anybody else. */
export const OUR_SQL = { wrote: () => undefined }

const sqlOf = ({ files, rows, query }: ParquetSplit, columns: readonly ParquetColumn[]): string => {
  const items = columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`).join(', ') || 'true'
  const table = parquetFiles(
    files.map(({ file }) => file),
    query.directories,
    FILE_NAME,
  )
  const own =
    rows === undefined
      ? 'true'
      : `${FILE_NAME} = ${quoteText(files.at(-1)!.file)} AND file_row_number >= ${rows.first} AND file_row_number < ${rows.end}`
  if (query.sql === undefined)
    return `SELECT ${items} FROM ${table} WHERE ${own} AND (${query.where ?? 'true'})`
  return `WITH ${ROWS_OF_FILES} AS NOT MATERIALIZED (SELECT * EXCLUDE (${FILE_NAME}) FROM ${table} WHERE ${own})
    SELECT ${items} FROM (${query.sql})`
}

const FILE_NAME = 'partita_file_name'

/** What a frame's SQL calls the rows of the files of a split. */
export const ROWS_OF_FILES = 'partita_file'

/** A column of the files hides that by which DuckDB numbers their rows. */
export const hidesNumbers = (fields: readonly Field[]): boolean =>
  fields.some(({ name }) => name.toLowerCase() === 'file_row_number')

async function* bare(rows: number): AsyncGenerator<ColumnBatch, void, undefined> {
  for (let at = 0; at < rows; at += MAX_BATCH_ROWS)
    yield { length: Math.min(MAX_BATCH_ROWS, rows - at), columns: [] }
}

async function* checked(
  batches: AsyncIterable<ColumnBatch>,
  file: string,
  columns: readonly ParquetColumn[],
): AsyncGenerator<ColumnBatch, void, undefined> {
  for await (const { length, columns: vectors } of batches) {
    const bad = columns.findIndex(
      ({ nullable }, i) => !nullable && someUnset(vectors[i]!.validity, 0, length),
    )
    if (bad >= 0)
      throw new PartitaError('DATA', `${file}: the column ${columns[bad]!.name} holds null, and may not.`, {
        hint: 'A type followed by ? may be null.',
      })
    yield { length, columns: vectors.slice(0, columns.length) }
  }
}

/** The table that files are, in SQL; `named` is a column of their paths. */
export const parquetFiles = (
  files: readonly string[],
  directories: Directories | undefined,
  named?: string,
): string => {
  const types = (directories ?? []).map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`).join(', ')
  const options = [
    `hive_partitioning = ${directories !== undefined}`,
    ...(types === '' ? [] : [`hive_types = {${types}}`]),
    ...(named === undefined ? [] : [`filename = ${quoteText(named)}`]),
  ]
  return `read_parquet([${files.map(quoteFile).join(', ')}], ${options.join(', ')})`
}

interface About {
  readonly file: string
  readonly faults?: readonly QueryFault[] | undefined
}

/** What goes wrong with a file names it; a column that it lacks is its own fault. */
export const aboutFile = async <T>(about: About, read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    throw blaming(about, error)
  }
}

async function* aboutFileEach<T>(about: About, items: AsyncIterable<T>) {
  try {
    yield* items
  } catch (error) {
    throw blaming(about, error)
  }
}

/** Damaged bytes may well surprise DuckDB. */
const OF_THE_FILE = new Set(['DATA', 'IO', 'PLAN', 'INTERNAL'])

const blaming = ({ file, faults = [] }: About, error: unknown): unknown => {
  if (!(error instanceof PartitaError) || !OF_THE_FILE.has(error.code)) return error
  const known = asAuthorKnows(error, faults)
  if (known.operator !== undefined) return known
  const { message, hint, cause } = known
  return new PartitaError('DATA', message.includes(file) ? message : `${file}: ${message}`, { hint, cause })
}
