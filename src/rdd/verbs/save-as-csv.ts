import { isDeepStrictEqual } from 'node:util'
import { PartitaError } from '../../fault.ts'
import { nameList } from '../../io/name-list.ts'
import type { Part } from '../../io/part-file.ts'
import type { SinkColumn } from '../../lineage/sink.ts'
import { type Call, calling, failure } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { saving } from '../save.ts'
import { type Columns, csvColumns, isSchema, type Schema } from '../schema.ts'
import type { CsvSaving } from '../shape.ts'
import { checkMarks } from '../sources/csv.ts'

export const saveAsCsv = (path: string, options?: CsvSaving): ((rdd: RDD<object>) => Promise<void>) => {
  const call = calling('saveAsCsv')
  const { header = true, delimiter = ',', quote = '"', nullText = '', escapeFormulas = false } = options ?? {}
  const columns = options?.columns && sinkColumns(call, options.columns)
  checkMarks(call, delimiter, quote)
  if (
    typeof nullText !== 'string' ||
    /[\r\n\uFEFF]/.test(nullText) ||
    [delimiter, quote].some(mark => nullText.includes(mark))
  )
    throw failure(call, 'ARGUMENT', 'takes a nullText without delimiter, quote and line end.')
  return saving(
    call,
    path,
    options,
    compression => ({ to: 'csv', compression, columns, header, delimiter, quote, nullText, escapeFormulas }),
    columns === undefined ? checkAlike : undefined,
  )
}

const sinkColumns = (
  call: Call,
  columns: readonly string[] | Columns | Schema<Columns>,
): readonly SinkColumn[] => {
  if (!Array.isArray(columns)) {
    const typed = columns as Columns | Schema<Columns>
    return csvColumns(isSchema(typed) ? typed.columns : typed).map(({ name, type, nullable }) =>
      typeof type === 'string' ? { name, type, nullable } : { name, nullable: true },
    )
  }
  const names: readonly unknown[] = columns
  if (
    names.length === 0 ||
    !names.every(name => typeof name === 'string') ||
    new Set(names).size < names.length
  )
    throw failure(call, 'ARGUMENT', 'takes columns that are a schema, or a list of different names.')
  return columns.map(name => ({ name, nullable: true }))
}

/** Where the records say what the columns are, those of all parts say the same. */
const checkAlike = (parts: readonly Part[]): void => {
  const known = parts.filter(({ columns }) => columns !== undefined)
  const [first] = known
  const other = known.find(({ columns }) => !isDeepStrictEqual(columns, first?.columns))
  if (first === undefined || other === undefined) return
  throw new PartitaError(
    'DATA',
    `The records of ${partOf(other)} have other columns than those of ${partOf(first)}: ${nameList(other.columns!)}, and not ${nameList(first.columns!)}.`,
    { hint: 'Give columns to say which there are, and in which order.' },
  )
}

const partOf = ({ file }: Part): string => file.split('.', 1)[0]!
