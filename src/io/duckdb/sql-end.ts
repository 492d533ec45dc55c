// Where a statement ends: before the semicolon and the comments that follow it.

import { sqlTokens } from './sql-tokens.ts'

/** @example withoutEnd("SELECT ';'; -- all") // "SELECT ';'" */
export const withoutEnd = (sql: string): string => {
  for (const { kind, text, at } of sqlTokens(sql))
    if (kind === 'mark' && text === ';') return sql.slice(0, at)
  return sql
}
