// Types of columns of text: the narrowest that every text of the column is, seen over all rows.

import type { DataType, Field } from '../../lineage/data-type.ts'
import { type Asking, ask } from './ask.ts'
import { parsed } from './strict.ts'
import { type Part, valueSql } from './text-table.ts'

/** Tried in this order; what none of them holds is text. */
const TRIED: readonly DataType[] = ['int32', 'int64', 'float64', 'boolean', 'date', 'timestamp']
const NUMBERS = 3

/** Digits behind a 0 are a code, such as 00501, and no number. */
const CODE = "regexp_full_match(t, '[+-]?0[0-9]+')"

export const inferredTypes = async (
  parts: readonly Part[],
  fields: readonly Field[],
  asking: Asking,
): Promise<readonly Field[]> => {
  const tests = TRIED.map((type, i) => {
    const fits = `${parsed(type, 't')} IS NOT NULL${i < NUMBERS ? ` AND NOT ${CODE}` : ''}`
    return `bool_and(${fits}) FILTER (WHERE t IS NOT NULL)`
  })
  const columns = fields.map((_, i) => {
    const texts = parts.map(
      ({ cells, files, from }) => `SELECT ${valueSql(cells[i]!)} AS t FROM ${from(files)}`,
    )
    return `(SELECT [${tests.join(', ')}] FROM (${texts.join(' UNION ALL ')}))`
  })
  const [row] = await ask(asking, `SELECT ${columns.map((sql, i) => `${sql} AS c${i}`).join(', ')}`)
  return fields.map((field, i) => {
    const found = (row![`c${i}`] as readonly (boolean | null)[]).indexOf(true)
    return { ...field, type: TRIED[found] ?? 'string' }
  })
}
