import { quoteName, sqlType } from '../../io/duckdb/sql-type.ts'
import { node } from '../../lineage/lineage.ts'
import type { ParquetColumn } from '../../lineage/source.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'
import { type Columns, fieldsOf, type Schema } from '../schema.ts'
import { reading } from './text-file.ts'

interface Options {
  readonly columns?: readonly string[] | Columns | Schema<Columns> | undefined
  readonly where?: string | undefined
  readonly splitBytes?: number | undefined
}

export const parquet =
  (driver: Driver, settings: { readonly splitBytes: number }) =>
  (paths: string | readonly string[], options?: Options): RDD<never> => {
    const call = calling('parquet')
    const { paths: files, splitBytes } = reading(call, paths, options, settings.splitBytes)
    const { columns, where } = options ?? {}
    if (where !== undefined && (typeof where !== 'string' || where.trim() === ''))
      throw failure(call, 'ARGUMENT', 'takes as where a condition in SQL.')
    const from = {
      from: 'parquet',
      paths: files,
      splitBytes,
      columns: columns && Object.freeze(columnsOf(call, columns)),
      where,
      as: 'rows',
    } as const
    return grow({ driver }, node({ kind: 'source', ...call, from }))
  }

const columnsOf = (
  call: Call,
  columns: readonly string[] | Columns | Schema<Columns>,
): readonly ParquetColumn[] => {
  if (!Array.isArray(columns))
    return fieldsOf(columns as Columns | Schema<Columns>).map(({ name, type, nullable }) => ({
      name,
      sql: `CAST(${quoteName(name)} AS ${sqlType(type)})`,
      nullable,
    }))
  const names: readonly unknown[] = columns
  if (
    names.length === 0 ||
    new Set(names).size < names.length ||
    names.some(name => typeof name !== 'string')
  )
    throw failure(call, 'ARGUMENT', 'takes as columns a list of different names, or a schema.')
  return names.map(name => ({ name: name as string, sql: quoteName(name as string), nullable: true }))
}
