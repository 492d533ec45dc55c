// CSV files as a table. The dialect is what the user says, never guessed; the header tells which field is which column.

import { PartitaError } from '../../fault.ts'
import { quoteFile, quoteName, quoteText } from '../../io/duckdb/sql-type.ts'
import { wholeFile } from '../../io/split.ts'
import type { Field } from '../../lineage/data-type.ts'
import type { CsvSource } from '../../lineage/source.ts'
import type { Files } from '../plan/plan.ts'
import type { CsvReading } from '../plan/reading.ts'
import type { Asking } from './ask.ts'
import { explaining, retold } from './explain-row.ts'
import { declaredFields, type Found, found, type Key } from './found.ts'
import { inferredTypes } from './infer-types.ts'
import { REJECT_FIELDS } from './reject.ts'
import { rejectsSource } from './rejects.ts'
import { emptyTable, type Source } from './source.ts'
import { cell, type Part, rowsSql } from './text-table.ts'

export const csvSource = async (node: Files, reading: CsvReading, asking: Asking): Promise<Source> => {
  const files = await found(node, '')
  const cuts = await cutsOf(node, reading, files)
  if (cuts.length === 0) {
    const fields = reading.onBadRow === 'report' ? REJECT_FIELDS : declaredFields(node)
    return { sql: emptyTable(fields), fields }
  }
  const fields = node.fields ?? (await fieldsOf(node, reading, cuts, asking))
  const parts = partsOf(node, reading, cuts, fields)
  if (reading.onBadRow === 'report')
    return rejectsSource(parts, reading, asking).catch(error => {
      throw error instanceof PartitaError ? retold(error) : error
    })
  return {
    sql: rowsSql(parts, reading.onBadRow),
    fields,
    explain: explaining(parts, reading, asking),
  }
}

/** Files whose records have the same fields in the same places. */
interface Cut {
  readonly files: readonly string[]
  readonly width: number
  readonly names: readonly string[]
  /** Where the columns of these names are in a record. */
  readonly fields: readonly number[]
  /** Those of directories. */
  readonly keys: readonly Key[]
}

const cutsOf = async (node: Files, reading: CsvReading, { files, keys }: Found): Promise<readonly Cut[]> => {
  const { headOf, layoutOf } = await import('../../io/csv-header.ts')
  const declared = node.fields?.filter(({ name }) => !keys.some(key => key.name === name))
  const source: CsvSource = {
    from: 'csv',
    paths: node.paths,
    splitBytes: 0,
    encoding: 'utf-8',
    ...reading,
    onBadRow: 'fail',
    columns: declared?.map(({ name }) => ({ name, type: 'string', nullable: true })),
  }
  const cuts: Cut[] = []
  let earlier: ReturnType<typeof layoutOf> | undefined
  for (const input of files) {
    const range = wholeFile(input)
    const layout = layoutOf(range, headOf(range, source), source, earlier)
    // An empty file tells nothing, and has no rows.
    if (layout.width === 0) continue
    earlier ??= layout
    const last = cuts.at(-1)
    if (last !== undefined && last.width === layout.width && last.fields.join() === layout.fields.join())
      cuts[cuts.length - 1] = { ...last, files: [...last.files, input.file] }
    else cuts.push({ ...layout, files: [input.file], keys })
  }
  return cuts
}

const partsOf = (
  node: Files,
  reading: CsvReading,
  cuts: readonly Cut[],
  fields: readonly Field[],
): readonly Part[] =>
  cuts.map(({ files, width, names, fields: places, keys }) => ({
    files,
    from: readCsv(reading, width, keys.length > 0),
    cells: fields.map(field => {
      const key = keys.find(({ name }) => name === field.name)
      return key === undefined
        ? csvCell(node, field, `partita_${places[names.indexOf(field.name)]}`, quoteText(reading.nullText))
        : cell(node, field, quoteName(key.raw), `${quoteName(key.raw)} IS NULL`)
    }),
  }))

/** The text of null is null where null may be, quoted too unless it is text that is wanted; elsewhere it is text. */
const csvCell = (node: Files, field: Field, raw: string, nullText: string) => {
  const text = `coalesce(${raw}, ${nullText})`
  if (field.type === 'string') return cell(node, field, text, field.nullable ? `${raw} IS NULL` : 'false')
  return cell(node, field, text, field.nullable ? `${text} = ${nullText}` : 'false')
}

const readCsv = (
  { header, delimiter, quote, nullText, onBadRow }: CsvReading,
  width: number,
  hasKeys: boolean,
): Part['from'] => {
  const columns = Array.from({ length: width }, (_, i) => `'partita_${i}': 'VARCHAR'`).join(', ')
  return (files, options = onBadRow === 'fail' ? '' : ', ignore_errors = true') =>
    `read_csv([${files.map(quoteFile).join(', ')}], auto_detect = false, strict_mode = true, header = ${header}, ` +
    `delim = ${quoteText(delimiter)}, quote = ${quoteText(quote)}, escape = ${quoteText(quote)}, ` +
    `nullstr = ${quoteText(nullText)}, allow_quoted_nulls = false, columns = {${columns}}, ` +
    `hive_partitioning = ${hasKeys}${hasKeys ? ', hive_types_autocast = false' : ''}${options})`
}

/** Text, unless the types shall be inferred. */
const fieldsOf = async (
  node: Files,
  reading: CsvReading,
  cuts: readonly Cut[],
  asking: Asking,
): Promise<readonly Field[]> => {
  const [{ names, keys }] = cuts as readonly [Cut]
  const texts = [...names, ...keys.map(({ name }) => name)].map(
    (name): Field => ({ name, type: 'string', nullable: true }),
  )
  return reading.inferSchema ? inferredTypes(partsOf(node, reading, cuts, texts), texts, asking) : texts
}
