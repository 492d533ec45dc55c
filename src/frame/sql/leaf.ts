// What a source is called after FROM.

import { sqlType } from '../../io/duckdb/sql-type.ts'
import { columnsOf, withUniqueSql } from '../check/scope.ts'
import type { Leaf, Rows } from '../plan/plan.ts'
import { identifier } from './identifier.ts'
import { sqlLiteral } from './literal.ts'

export const leafSql = (leaf: Leaf): string => (leaf.kind === 'scan' ? leaf.table : rowsSql(leaf))

const rowsSql = (leaf: Rows): string => {
  const columns = withUniqueSql(columnsOf(leaf.fields, leaf))
  const names = columns.map(({ sql }) => identifier(sql))
  const casts = columns.map(({ type }, i) => `CAST(${names[i]} AS ${sqlType(type!)}) AS ${names[i]}`)
  const rows = leaf.rows.length === 0 ? [leaf.fields.map(() => null)] : leaf.rows
  const values = rows.map(row => `(${row.map(sqlLiteral).join(', ')})`).join(', ')
  const none = leaf.rows.length === 0 ? ' WHERE false' : ''
  return `(SELECT ${casts.join(', ')} FROM (VALUES ${values}) AS v(${names.join(', ')})${none})`
}
