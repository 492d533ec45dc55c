// Rows that are parsed from text, with the user's functions that take part in it. What parses is loaded only where there
// is something to parse.

import type { ReadCounter } from '../io/bytes.ts'
import type { CsvSplit, JsonLinesSplit } from '../io/split.ts'
import type { ColumnType } from '../lineage/source.ts'
import type { Bound } from './loaded.ts'
import type { ColumnRef, FnRef, ProgramNode } from './program.ts'

export const parsedRows = async (
  split: CsvSplit | JsonLinesSplit,
  { columns, validate, rejected, fields }: ProgramNode & { op: 'scan' },
  bound: Bound,
  counter: ReadCounter,
): Promise<Iterable<readonly unknown[]>> => {
  const rejecting = { rejected: rejected && bound.fn(rejected), counter }
  if (split.from === 'jsonLines') {
    const [{ jsonRows }, { lineReader }] = await Promise.all([
      import('../io/json-lines.ts'),
      import('../io/json-row.ts'),
    ])
    const reading = {
      validate: validate && bound.fn(validate),
      columns: columns?.map(({ name, type, nullable }) =>
        isFnRef(type) ? { name, nullable, parse: bound.fn(type) } : { name, nullable, type },
      ),
    }
    return jsonRows(split, lineReader(reading), rejecting)
  }
  const { csvRows } = await import('../io/csv.ts')
  const parsers = columns?.map(({ name, type, nullable }) => ({
    name,
    nullable,
    type: isFnRef(type) ? bound.fn(type) : (type as ColumnType),
  }))
  return csvRows(split, { columns: parsers, read: fields, ...rejecting })
}

const isFnRef = (type: ColumnRef['type']): type is FnRef =>
  typeof type === 'object' && ('shipment' in type || 'derived' in type)
