// Expressions as SQL. What a reference means is the caller's: it gives the text that stands for a column there.

import { PartitaError } from '../../fault.ts'
import { sqlType } from '../../io/duckdb/sql-type.ts'
import type { DataType } from '../../lineage/data-type.ts'
import { foldGraph } from '../../lineage/fold.ts'
import type { Found, OutColumn } from '../check/scope.ts'
import { isDecimal, isInteger, isReal } from '../check/typed.ts'
import { type Checked, checkNode } from '../check/typing.ts'
import { atom, type Operation, type Piece, type Refuse, within } from '../operations/operation.ts'
import { operationOf } from '../operations/table.ts'
import { type Bounds, type Expression, type Over, partsOf, type Reference } from '../plan/expression.ts'
import { identifier } from './identifier.ts'
import { sqlLiteral } from './literal.ts'

export interface Sight {
  readonly find: (reference: Reference, refuse: Refuse) => Found & { readonly side?: 0 | 1 }
  /** The SQL of a column in sight. */
  readonly text: (column: OutColumn, side: 0 | 1 | undefined) => Piece
  readonly refuse: Refuse
  /** Which node it is of. */
  readonly site: string
}

interface Rendered {
  readonly piece: Piece
  readonly checked: Checked
  /** Of an aggregate: its value before OVER and what is done after. */
  readonly core?: string
  readonly finish?: ((value: string) => string) | undefined
}

/** The database would not read a longer text either. */
const LONGEST = 16_000_000

export const sqlOf = (sight: Sight): ((expression: Expression) => Piece) => {
  const check = checkNode(sight)
  const render = foldGraph<Expression, Rendered>(partsOf, (expression, parts) => {
    const checked = check(
      expression,
      parts.map(part => part.checked),
    )
    const rendered = { checked, ...write(expression, parts, sight) }
    if (rendered.piece.text.length > LONGEST)
      throw new PartitaError('PLAN', 'An expression is too long to be written as SQL.', {
        hint: 'Compute its parts with withColumn first.',
      })
    return rendered
  })
  return expression => render(expression).piece
}

const write = (
  expression: Expression,
  parts: readonly Rendered[],
  { find, text, refuse, site }: Sight,
): Omit<Rendered, 'checked'> => {
  const pieces = parts.map(({ piece }) => piece)
  switch (expression.kind) {
    case 'reference': {
      const { column, field, side } = find(expression, refuse)
      const piece = text(column, side)
      return { piece: field === undefined ? piece : atom(`${within(piece, 9)}[${sqlLiteral(field)}]`) }
    }
    case 'literal':
      return { piece: signed(sqlLiteral(expression.value)) }
    case 'call':
      return called(
        operationOf(expression.name),
        pieces,
        parts.map(({ checked }) => checked),
        site,
      )
    case 'apply':
      throw new PartitaError('INTERNAL', `The function ${expression.of.name} has no SQL.`)
    case 'cast':
      return { piece: castSql(pieces[0]!, parts[0]!.checked.type, expression.to, expression.safe) }
    case 'over': {
      const [{ core, finish }] = parts as [Rendered]
      const value = `${core} OVER (${windowSql(expression, pieces.slice(1))})`
      return { piece: atom(finish === undefined ? value : finish(value)) }
    }
    case 'named':
      return { ...parts[0]! }
    case 'sorted': {
      const direction = expression.descending ? 'DESC' : 'ASC'
      return {
        piece: { text: `${pieces[0]!.text} ${direction} NULLS ${expression.nulls.toUpperCase()}`, level: 0 },
      }
    }
  }
}

const signed = (text: string): Piece => ({ text, level: text.startsWith('-') ? 8 : 9 })

const called = (
  { sql, finish }: Operation,
  pieces: readonly Piece[],
  typed: readonly Checked[],
  site: string,
): Omit<Rendered, 'checked'> => {
  const piece = sql(pieces, typed, site)
  if (finish === undefined) return { piece, core: piece.text }
  return {
    piece: atom(finish(piece.text, typed)),
    core: piece.text,
    finish: value => finish(value, typed),
  }
}

/** Numbers lose their fraction on the way to an integer, as in Spark; the database would round. */
export const castSql = ({ text }: Piece, from: DataType | undefined, to: DataType, safe: boolean): Piece => {
  const truncates = from !== undefined && (isReal(from) || isDecimal(from)) && isInteger(to)
  return atom(`${safe ? 'TRY_CAST' : 'CAST'}(${truncates ? `trunc(${text})` : text} AS ${sqlType(to)})`)
}

const windowSql = ({ partitionBy, orderBy, bounds }: Over, parts: readonly Piece[]): string => {
  const texts = parts.map(({ text }) => text)
  const [keys, order] = [texts.slice(0, partitionBy.length), texts.slice(partitionBy.length)]
  return [
    keys.length > 0 ? `PARTITION BY ${keys.join(', ')}` : '',
    orderBy.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    bounds === undefined ? '' : boundsSql(bounds),
  ]
    .filter(clause => clause !== '')
    .join(' ')
}

const boundsSql = ({ unit, start, end }: Bounds): string =>
  `${unit.toUpperCase()} BETWEEN ${boundSql(start, 'PRECEDING')} AND ${boundSql(end, 'FOLLOWING')}`

const boundSql = (at: number | undefined, open: 'PRECEDING' | 'FOLLOWING'): string => {
  if (at === undefined) return `UNBOUNDED ${open}`
  if (at === 0) return 'CURRENT ROW'
  return `${Math.abs(at)} ${at < 0 ? 'PRECEDING' : 'FOLLOWING'}`
}

export const columnSql = ({ sql }: OutColumn): Piece => atom(identifier(sql))
