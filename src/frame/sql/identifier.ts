// The one place where names become SQL.

import { PartitaError } from '../../fault.ts'
import { quoteName } from '../../io/duckdb/sql-type.ts'

export const LONE_SURROGATE = /\p{Surrogate}/u

/** A name in quotes. */
export const identifier = (name: string): string => {
  if (name === '' || name.includes('\0') || LONE_SURROGATE.test(name))
    throw new PartitaError('PLAN', `${JSON.stringify(name)} cannot be the name of a column.`, {
      hint: 'A name has at least one character, none of them NUL or half of a surrogate pair.',
    })
  return quoteName(name)
}

/** Names are the same whatever their case. */
export const folded = (name: string): string => name.toLowerCase()
