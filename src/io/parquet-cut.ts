// Splits of Parquet files, on the driver: whole row groups, as many as reach the bytes asked for or are rows enough for
// a task. Which row groups there are stands in the footers, which are read once.

import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { FrameRows, ParquetSource } from '../lineage/source.ts'
import { lightDatabase } from './duckdb/light.ts'
import { quoteFile, quoteName, sqlType } from './duckdb/sql-type.ts'
import { aboutFile, hidesNumbers, OUR_SQL, parquetFiles } from './parquet.ts'
import { filesBelow } from './paths.ts'
import type { InputFile, ParquetQuery, ParquetSplit } from './split.ts'

interface RowGroup {
  readonly rows: number
  readonly bytes: number
}

export const parquetSplits = async (source: ParquetSource): Promise<readonly ParquetSplit[]> => {
  const { files, read, query, isNumbered } = await (source.frame === undefined
    ? plain(source)
    : framed(source.frame))
  const [first] = files
  if (first === undefined || read.length === 0) return []
  const groups = await rowGroups(read)
  const bytesOf = (all: readonly RowGroup[]) => all.reduce((sum, { bytes }) => sum + bytes, 0)
  if (!isNumbered) return [{ from: 'parquet', files, rows: undefined, bytes: bytesOf(groups.flat()), query }]
  return read.flatMap((file, i) =>
    runsOf(groups[i]!, source.splitBytes).map(({ bytes, ...rows }) => ({
      from: 'parquet' as const,
      files: file === first ? [file] : [first, file],
      rows,
      bytes,
      query,
    })),
  )
}

interface Opened {
  /** The first says what columns there are. */
  readonly files: readonly InputFile[]
  readonly read: readonly InputFile[]
  readonly query: ParquetQuery
  /** Whether rows can be told apart by their numbers. */
  readonly isNumbered: boolean
}

const framed = async ({ open }: FrameRows): Promise<Opened> => {
  const { files, read, isNumbered, ...query } = await open()
  return { files, read, isNumbered, query }
}

const plain = async ({ paths, columns, where }: ParquetSource): Promise<Opened> => {
  const files = await filesBelow(paths, '.parquet')
  const [first] = files
  if (first === undefined)
    return { files, read: files, isNumbered: true, query: { columns: [], directories: undefined } }
  const keys = keysOfAll(files)
  const table = parquetFiles(
    files.map(({ file }) => file),
    keys && [],
  )
  const fields = await aboutFile(first, () => lightDatabase().describe(`FROM ${table}`, undefined, OUR_SQL))
  const directories = keys?.map(name => {
    const type = fields.find(field => field.name.toLowerCase() === name.toLowerCase())?.type
    return [name, type === undefined ? 'VARCHAR' : sqlType(type)] as const
  })
  const taken = columns ?? fields.map(({ name }) => ({ name, sql: quoteName(name), nullable: true }))
  // What cannot be meant is told before a task runs.
  if (columns !== undefined || where !== undefined)
    await lightDatabase().describe(
      `SELECT ${taken.map(({ sql }) => sql).join(', ')} FROM ${table} WHERE ${where ?? 'true'}`,
    )
  return {
    files,
    read: files,
    query: { columns: taken, where, directories },
    isNumbered: !hidesNumbers(fields),
  }
}

/** The row groups of each file. */
const rowGroups = async (files: readonly InputFile[]): Promise<readonly (readonly RowGroup[])[]> => {
  const footers = await footersOf(files.map(({ file }) => file)).catch(async (error: unknown) => {
    // Which of the files it was.
    for (const file of files) await aboutFile(file, () => footersOf([file.file]))
    throw error
  })
  const byFile = new Map(files.map(({ file }) => [file, [] as RowGroup[]]))
  for (const { file, ...group } of footers) byFile.get(file)!.push(group)
  return files.map(({ file }) => byFile.get(file)!)
}

const footersOf = async (files: readonly string[]) => {
  const { batches } = await lightDatabase().query(
    `SELECT file_name, any_value(row_group_num_rows)::DOUBLE, sum(total_compressed_size)::DOUBLE
     FROM parquet_metadata([${files.map(quoteFile).join(', ')}])
     GROUP BY file_name, row_group_id ORDER BY file_name, row_group_id`,
  )
  const footers: (RowGroup & { readonly file: string })[] = []
  for await (const batch of batches)
    for (let i = 0; i < batch.length; i++)
      footers.push({ file: textAt(batch, i), rows: numberAt(batch, 1, i), bytes: numberAt(batch, 2, i) })
  return footers
}

const textAt = ({ columns: [column] }: ColumnBatch, row: number): string => {
  const { values, offsets } = column!
  return Buffer.from((values as Uint8Array).subarray(offsets![row], offsets![row + 1])).toString()
}
const numberAt = ({ columns }: ColumnBatch, column: number, row: number): number =>
  Number(columns[column]!.values![row])

/** More rows are too many for one task, however few bytes they are. */
const MOST_ROWS = 2 ** 19

/** A file without rows has a split of its own, too. */
const runsOf = (groups: readonly RowGroup[], splitBytes: number) => {
  const runs = [{ first: 0, end: 0, bytes: 0 }]
  for (const { rows, bytes } of groups) {
    const last = runs[runs.length - 1]!
    const fits = last.bytes + bytes <= splitBytes && last.end - last.first + rows <= MOST_ROWS
    if (last.bytes === 0 || fits) {
      last.end += rows
      last.bytes += bytes
    } else runs.push({ first: last.end, end: last.end + rows, bytes })
  }
  return runs
}

/** The keys of the directories named `key=value` above the files; undefined where there are none. */
const keysOfAll = (files: readonly InputFile[]): readonly string[] | undefined => {
  const keys = keysOf(files[0]!)
  for (const file of files)
    if (keysOf(file).join() !== keys.join())
      throw new PartitaError(
        'DATA',
        `The directories of ${file.file} give ${shown(keysOf(file))}, those of ${files[0]!.file} ${shown(keys)}.`,
        { hint: 'Read them as sources of their own.' },
      )
  return keys.length === 0 ? undefined : keys
}

const KEY = /^([^=]+)=/
const keysOf = ({ file }: InputFile): readonly string[] =>
  file
    .split('/')
    .slice(0, -1)
    .flatMap(name => KEY.exec(name)?.[1] ?? [])

const shown = (keys: readonly string[]): string => (keys.length === 0 ? 'no column' : keys.join(', '))
