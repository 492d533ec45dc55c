// CSV files as a table. The dialect is what the user says, never guessed; the header tells which field is which column.

import { PartitaError } from '../../fault.ts'
import { quoteFile, quoteName, quoteText } from '../../io/duckdb/sql-type.ts'
import { type InputFile, wholeFile } from '../../io/split.ts'
import type { Field } from '../../lineage/data-type.ts'
import type { CsvSource } from '../../lineage/source.ts'
import type { Files } from '../plan/plan.ts'
import type { CsvReading } from '../plan/reading.ts'
import type { Asking } from './ask.ts'
import { explaining, retold } from './explain-row.ts'
import { declaredFields, type Found, found } from './found.ts'
import { inferredTypes } from './infer-types.ts'
import { REJECT_FIELDS } from './reject.ts'
import { rejectsSource } from './rejects.ts'
import { emptyTable, type Source } from './source.ts'
import { cell, type Part, rowsSql } from './text-table.ts'

export const csvSource = async (node: Files, reading: CsvReading, asking: Asking): Promise<Source> => {
  const files = await found(node, '')
  if (files.files.length === 0) {
    const fields = reading.onBadRow === 'report' ? REJECT_FIELDS : declaredFields(node)
    return { sql: emptyTable(fields), fields }
  }
  const cuts = await cutsOf(node, reading, files)
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
  /** Where the columns of these names are; those of directories have none. */
  readonly fields: readonly (number | undefined)[]
}

const cutsOf = async (node: Files, reading: CsvReading, { files, keys }: Found): Promise<readonly Cut[]> => {
  const { headOf, layoutOf } = await import('../../io/csv-header.ts')
  const declared = node.fields?.filter(({ name }) => !keys.includes(name))
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
    // An empty file tells nothing.
    if (layout.width > 0) earlier ??= layout
    const cut = cutOf(input, layout, keys)
    const last = cuts.at(-1)
    if (last !== undefined && sameLayout(last, cut))
      cuts[cuts.length - 1] = { ...last, files: [...last.files, input.file] }
    else if (layout.width > 0 || files.length === 1) cuts.push(cut)
  }
  return cuts
}

const cutOf = (
  { file }: InputFile,
  { width, names, fields }: { width: number; names: readonly string[]; fields: readonly number[] },
  keys: readonly string[],
): Cut => ({
  files: [file],
  width: Math.max(width, names.length, 1),
  names: [...names, ...keys],
  fields: [...fields, ...keys.map(() => undefined)],
})

const sameLayout = (a: Cut, b: Cut): boolean => a.width === b.width && a.fields.join() === b.fields.join()

const partsOf = (
  node: Files,
  reading: CsvReading,
  cuts: readonly Cut[],
  fields: readonly Field[],
): readonly Part[] =>
  cuts.map(({ files, width, names, fields: places }) => ({
    files,
    from: readCsv(reading, width, names.length > places.filter(place => place !== undefined).length),
    cells: fields.map(field => {
      const at = names.indexOf(field.name)
      const place = places[at]
      return place === undefined
        ? cell(node, field, quoteName(field.name), `${quoteName(field.name)} IS NULL`)
        : csvCell(node, field, `c${place}`, quoteText(reading.nullText))
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
  const columns = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ')
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
  const texts = cuts[0]!.names.map((name): Field => ({ name, type: 'string', nullable: true }))
  return reading.inferSchema ? inferredTypes(partsOf(node, reading, cuts, texts), texts, asking) : texts
}
