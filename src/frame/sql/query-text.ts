// SQL as its author wrote it: its parameters under names that no other query of the plan has, and the way back from a
// place in the SQL that was made of it.

import { sqlTokens } from '../../io/duckdb/sql-tokens.ts'
import type { Query } from '../plan/plan.ts'

export interface QueryText {
  readonly text: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** The place in the author's text of one in this. */
  readonly origin: (at: number) => number
}

const made = new WeakMap<Query, QueryText>()

export const queryText = (node: Query): QueryText => {
  const known = made.get(node)
  if (known !== undefined) return known
  const { text, id } = node
  const parts: string[] = []
  /** Where a part begins: here, and in the author's text. */
  const places: (readonly [here: number, there: number])[] = []
  let length = 0
  const add = (part: string, there: number): void => {
    places.push([length, there])
    parts.push(part)
    length += part.length
  }
  let from = 0
  for (const { at, length: replaced, name } of parametersIn(text)) {
    add(text.slice(from, at), from)
    add(`$${parameterName(id, name)}`, at)
    from = at + replaced
  }
  add(text.slice(from), from)
  const query: QueryText = {
    text: parts.join(''),
    parameters: Object.fromEntries(
      Object.entries(node.parameters).map(([name, value]) => [parameterName(id, name), value]),
    ),
    origin: at => {
      const [here, there] = places.findLast(([here]) => here <= at)!
      return Math.min(there + at - here, text.length)
    },
  }
  made.set(node, query)
  return query
}

const parameterName = (id: number, name: string): string => `partita_${id}_${name}`

/** Names of parameters in a message as their author knows them. */
export const authorsNames = (message: string): string => message.replaceAll(/\$partita_\d+_/g, () => '$')

export interface Parameter {
  readonly at: number
  readonly length: number
  /** As it is bound: `?` by its position. */
  readonly name: string
}

/** Where parameters stand. */
export const parametersIn = (text: string): readonly Parameter[] => {
  let position = 0
  return [...sqlTokens(text)]
    .filter(({ kind }) => kind === 'parameter')
    .map(({ text, at }) => ({
      at,
      length: text.length,
      name: text === '?' ? String(++position) : text.slice(1),
    }))
}
