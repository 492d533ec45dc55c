// Splits of Parquet files, on the driver: whole row groups, as many as reach the bytes asked for. Which row groups there
// are stands in the footers, which are read once.

import { PartitaError } from '../fault.ts'
import type { ColumnBatch } from '../lineage/batch.ts'
import type { ParquetSource } from '../lineage/source.ts'
import { lightDatabase } from './duckdb/light.ts'
import { quoteFile, quoteName, sqlType } from './duckdb/sql-type.ts'
import { aboutFile, parquetFiles } from './parquet.ts'
import type { InputFile, ParquetSplit } from './split.ts'

interface RowGroup {
  readonly rows: number
  readonly bytes: number
}

export const parquetSplits = async (
  files: readonly InputFile[],
  { columns, where, splitBytes }: ParquetSource,
): Promise<readonly ParquetSplit[]> => {
  const [first] = files
  if (first === undefined) return []
  const groups = await rowGroups(files)
  const keys = keysOfAll(files)
  const table = parquetFiles(
    files.map(({ file }) => file),
    keys && [],
  )
  const fields = await aboutFile(first.file, () => lightDatabase().describe(`FROM ${table}`))
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
  return files.flatMap((file, i) =>
    runsOf(groups[i]!, splitBytes).map(run => ({
      from: 'parquet' as const,
      ...file,
      ...run,
      columns: taken,
      where,
      directories,
    })),
  )
}

/** The row groups of each file. */
const rowGroups = async (files: readonly InputFile[]): Promise<readonly (readonly RowGroup[])[]> => {
  const footers = await footersOf(files.map(({ file }) => file)).catch(async (error: unknown) => {
    // Which of the files it was.
    for (const { file } of files) await aboutFile(file, () => footersOf([file]))
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

/** A file without rows has a split of its own, too. */
const runsOf = (groups: readonly RowGroup[], splitBytes: number) => {
  const runs = [{ firstRow: 0, endRow: 0, bytes: 0 }]
  for (const { rows, bytes } of groups) {
    const last = runs[runs.length - 1]!
    if (last.bytes === 0 || last.bytes + bytes <= splitBytes) {
      last.endRow += rows
      last.bytes += bytes
    } else runs.push({ firstRow: last.endRow, endRow: last.endRow + rows, bytes })
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
