// One SELECT in the making. Operators go into it as long as SQL means the same in one SELECT as in two; the rest of the
// way the database flattens by itself, so this is for people who read the SQL, and for the depth of its nesting.

import type { Output } from '../check/scope.ts'
import { atom, type Piece } from '../operations/operation.ts'
import { folded, identifier } from './identifier.ts'

export interface Item {
  /** The column's name in the result. */
  readonly sql: string
  readonly piece: Piece
  /** A column of `from` as it is, perhaps under another name. */
  readonly plain: boolean
}

export interface Block {
  /** What stands after FROM. */
  readonly from: string
  readonly items: readonly Item[]
  /** The items are all columns of `from`, in their order and by their names. */
  readonly star: boolean
  readonly where: readonly string[]
  readonly groupBy?: string | undefined
  readonly distinct?: boolean
  readonly orderBy?: readonly string[] | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly qualify?: string | undefined
  /** An item is a window or makes rows: what follows needs a SELECT of its own. */
  readonly closed?: boolean
  /** Set operations: the whole text, where nothing was added. */
  readonly body?: string | undefined
  /** How many SELECTs stand inside of each other. */
  readonly depth: number
}

export const itemsOfOutput = (output: Output, qualifier = ''): readonly Item[] =>
  output.map(({ sql }) => ({ sql, piece: atom(`${qualifier}${identifier(sql)}`), plain: true }))

/** A relation, all of its columns. */
export const relation = (from: string, output: Output, depth = 1): Block => ({
  from,
  items: itemsOfOutput(output),
  star: true,
  where: [],
  depth,
})

/** No more than FROM and WHERE yet, besides the items. */
export const isOpen = ({
  groupBy,
  distinct,
  orderBy,
  limit,
  offset,
  qualify,
  closed,
  body,
}: Block): boolean =>
  groupBy === undefined &&
  distinct !== true &&
  orderBy === undefined &&
  limit === undefined &&
  offset === undefined &&
  qualify === undefined &&
  closed !== true &&
  body === undefined

/** Nothing but its FROM. */
export const isBare = (block: Block): boolean => isOpen(block) && block.star && block.where.length === 0

/** No item was computed or renamed, so a name means the same before and after SELECT. */
export const keepsNames = ({ items }: Block): boolean => items.every(isNamed)

/** A column of `from`, perhaps of one side of a join, by its own name. */
const isNamed = ({ sql, piece, plain }: Item): boolean =>
  plain && piece.text.replace(/^t\d+\./, '') === identifier(sql)

export const blockText = (block: Block): string => {
  if (block.body !== undefined) return block.body
  const { from, items, star, where, groupBy, distinct, orderBy, limit, offset, qualify } = block
  const columns = star ? '*' : items.map(item => itemText(item, orderBy !== undefined)).join(', ')
  return [
    `SELECT ${distinct === true ? 'DISTINCT ' : ''}${columns}`,
    `FROM ${from}`,
    where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`,
    groupBy === undefined ? '' : `GROUP BY ${groupBy}`,
    qualify === undefined ? '' : `QUALIFY ${qualify}`,
    orderBy === undefined ? '' : `ORDER BY ${orderBy.join(', ')}`,
    limit === undefined ? '' : `LIMIT ${limit}`,
    offset === undefined || offset === 0 ? '' : `OFFSET ${offset}`,
  ]
    .filter(clause => clause !== '')
    .join(' ')
}

/** Where ORDER BY follows, names are written out: there they could mean a column of either side of a join. */
const itemText = (item: Item, ordered: boolean): string => {
  const name = identifier(item.sql)
  const { text } = item.piece
  return text === name || (!ordered && isNamed(item)) ? text : `${text} AS ${name}`
}

/** A block around it, all of whose items are plain again. */
export const wrapped = (block: Block, output: Output): Block =>
  isBare(block) ? block : relation(`(${blockText(block)})`, output, block.depth + 1)

export const itemOf = (block: Block, sql: string): Item =>
  block.items.find(item => folded(item.sql) === folded(sql))!
