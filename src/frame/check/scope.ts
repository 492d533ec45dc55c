// The columns in sight of an expression, and how a name finds one of them.

import { basename } from 'node:path'
import leven from 'leven'
import type { Field } from '../../lineage/data-type.ts'
import type { Call } from '../../rdd/call.ts'
import type { Refuse } from '../operations/operation.ts'
import type { Reference } from '../plan/expression.ts'
import { folded } from '../sql/identifier.ts'
import type { Typed } from './typed.ts'

/** A column of a plan's result. */
export interface OutColumn extends Typed {
  /** As users say it; after a join on a condition two columns may bear one name. */
  readonly name: string
  /** As SQL says it: no other column of the result has it. */
  readonly sql: string
  /** The frame's name by `as`. */
  readonly alias: string | undefined
  /** Where the column came from, for messages about two of one name. */
  readonly origin: Call
  /** Of the last join: the side that it is from. */
  readonly side?: 'left' | 'right' | undefined
}
export type Output = readonly OutColumn[]

export const placeOf = ({ operator, callSite }: Call): string => {
  const { position } = callSite
  return position === undefined ? operator : `${operator} at ${basename(position.file)}:${position.line}`
}

/** Fields of the world outside as columns. */
export const columnsOf = (fields: readonly Field[], origin: Call): Output =>
  withUniqueSql(
    fields.map(({ name, type, nullable }) => ({ name, type, nullable, sql: name, alias: undefined, origin })),
  )

/** Gives each column a name in SQL of its own; the first keeps the name that it has. */
export const withUniqueSql = (columns: Output): Output => {
  const taken = new Set<string>()
  return columns.map(column => {
    let sql = column.sql
    for (let i = 1; taken.has(folded(sql)); i++) sql = `${column.sql}_${i}`
    taken.add(folded(sql))
    return sql === column.sql ? column : { ...column, sql }
  })
}

export interface Found {
  readonly column: OutColumn
  /** A field of a struct, where the name is `point.x`. */
  readonly field?: string | undefined
}

/** The column that a name means: by its very letters, else in any case; `t.x` is x of the frame with alias t. */
export const resolve = (output: Output, { name, alias }: Reference, refuse: Refuse): Found => {
  const among = alias === undefined ? output : output.filter(column => column.alias === alias)
  const exact = among.filter(column => column.name === name)
  const matches = exact.length > 0 ? exact : among.filter(column => folded(column.name) === folded(name))
  if (matches.length === 1) return { column: matches[0]! }
  if (matches.length > 1) return refuse(...ambiguous(name, matches))
  const dot = name.indexOf('.')
  if (alias === undefined && dot > 0) {
    const [before, after] = [name.slice(0, dot), name.slice(dot + 1)]
    if (output.some(column => column.alias === before))
      return resolve(output, { kind: 'reference', name: after, alias: before }, refuse)
    const struct = output.find(column => column.name === before && isStruct(column))
    if (struct !== undefined) return { column: struct, field: after }
  }
  return refuse(
    `finds no column ${alias === undefined ? '' : `${alias}.`}${name}.`,
    suggestion(
      name,
      output.map(column => column.name),
    ),
  )
}

const isStruct = ({ type }: Typed): boolean => typeof type === 'object' && 'struct' in type

const ambiguous = (name: string, matches: Output): [string, string] => [
  `finds ${matches.length} columns ${name}: ${matches
    .map(({ alias, side, origin }) =>
      alias === undefined
        ? `${side === undefined ? '' : `that of the ${side} side, `}${placeOf(origin)}`
        : `${alias}.${name}`,
    )
    .join(' and ')}.`,
  'Give each frame a name with .as and write, for instance, t.' +
    `${name}; in a join's condition take it from the side: (left, right) => left.${name}.`,
]

const SHOWN = 12

/** What was perhaps meant, and what there is. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const names = [...new Set(known)]
  const near = names
    .map(known => [known, leven(folded(known), folded(name))] as const)
    .filter(
      ([known, distance]) =>
        distance < Math.max(known.length, name.length) && distance <= Math.max(2, name.length / 3),
    )
    .sort(([, a], [, b]) => a - b)
    .slice(0, 3)
    .map(([known]) => known)
  const listed = names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? `, … (${names.length})` : '')
  return `${near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `}There ${names.length === 1 ? 'is' : 'are'} ${listed || 'none'}.`
}
