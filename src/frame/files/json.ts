// JSON lines as a table: an object a line. Of what a schema declares, numbers and text are read as strictly as in CSV.

import { quoteFile, quoteName, quoteText, sqlType } from '../../io/duckdb/sql-type.ts'
import type { DataType, Field } from '../../lineage/data-type.ts'
import { failure } from '../../rdd/call.ts'
import type { Files } from '../plan/plan.ts'
import type { JsonReading } from '../plan/reading.ts'
import { type Asking, ask } from './ask.ts'
import { jsonType } from './carry.ts'
import { explaining } from './explain-row.ts'
import { declaredFields, found } from './found.ts'
import { jsonStructure } from './json-structure.ts'
import { emptyTable, type Source } from './source.ts'
import { type Cell, cell, type Part, rowsSql } from './text-table.ts'

export const jsonSource = async (node: Files, reading: JsonReading, asking: Asking): Promise<Source> => {
  const { files, keys } = await found(node, '')
  if (files.length === 0) {
    const fields = declaredFields(node)
    return { sql: emptyTable(fields), fields }
  }
  const paths = files.map(({ file }) => file)
  const isKey = (name: string) => keys.some(key => key.name === name)
  const fields = node.fields ?? [
    ...(await fieldsIn(node, paths, asking)).filter(({ name }) => !isKey(name)),
    ...keys.map(({ name }): Field => ({ name, type: 'string', nullable: true })),
  ]
  const inside = fields.filter(({ name }) => !isKey(name))
  const columns = inside.map(({ name, type }) => `${quoteText(name)}: ${quoteText(readAs(type))}`).join(', ')
  const part: Part = {
    files: paths,
    from: (files, options = '') =>
      `read_json([${files.map(quoteFile).join(', ')}], format = 'newline_delimited', auto_detect = false, records = true, ` +
      `maximum_object_size = ${LONGEST}, columns = {${columns}}, ` +
      `hive_partitioning = ${keys.length > 0}${keys.length > 0 ? ', hive_types_autocast = false' : ''}${options})`,
    cells: fields.map(field =>
      jsonCell(node, field, keys.find(({ name }) => name === field.name)?.raw ?? field.name),
    ),
  }
  return {
    sql: rowsSql([part], 'fail'),
    fields,
    explain: explaining([part], reading, asking),
  }
}

const LONGEST = 64 * 2 ** 20

const isNested = (type: DataType): boolean => typeof type === 'object' && !('decimal' in type)

const readAs = (type: DataType): string => (isNested(type) ? (jsonType(type) ?? sqlType(type)) : 'VARCHAR')

const jsonCell = (node: Files, field: Field, raw: string): Cell => {
  const { type, nullable } = field
  const name = quoteName(raw)
  const missing = `${name} IS NULL`
  if (isNested(type)) {
    const value = `CAST(${name} AS ${sqlType(type)})`
    return { field, text: `${name}::VARCHAR`, missing, value, always: nullable }
  }
  // JSON has no bytes: they are written in base 64.
  if (type === 'binary')
    return { field, text: name, missing, value: `TRY(from_base64(${name}))`, always: false }
  return cell(node, field, name, missing)
}

const fieldsIn = async (node: Files, files: readonly string[], asking: Asking): Promise<readonly Field[]> => {
  const [row] = await ask(
    asking,
    `SELECT CAST(json_group_structure(json) AS VARCHAR) AS structure
     FROM read_json_objects([${files.map(quoteFile).join(', ')}], format = 'newline_delimited', maximum_object_size = ${LONGEST})`,
  )
  const structure: unknown = JSON.parse(String(row!.structure ?? '{}'))
  if (structure === null || typeof structure !== 'object' || Array.isArray(structure))
    throw failure(node, 'DATA', 'finds lines that are no objects.', { hint: 'An object a line: {"zone": 1}' })
  return jsonStructure(structure)
}
