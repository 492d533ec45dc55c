// A join of two SELECTs.

import { findInSides, joinKeys } from '../check/join.ts'
import { refusing } from '../check/refusing.ts'
import type { OutColumn, Output } from '../check/scope.ts'
import { atom, LEVEL, type Piece, within } from '../operations/operation.ts'
import type { Expression } from '../plan/expression.ts'
import { type Joined, type JoinKind, siteOf } from '../plan/plan.ts'
import { type Block, blockText, type Item, isBare, isOpen, itemOf, itemsOfOutput } from './block.ts'
import { sqlOf } from './expression.ts'

const WORDS: { readonly [K in JoinKind]: string } = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  semi: 'SEMI JOIN',
  anti: 'ANTI JOIN',
  cross: 'CROSS JOIN',
}

/** A side of a join: what stands in FROM, and its columns there. */
interface Side {
  readonly from: string
  readonly items: readonly Item[]
  readonly depth: number
}

export interface Sides {
  readonly node: Joined
  readonly blocks: readonly [Block, Block]
  readonly inputs: readonly [Output, Output]
  readonly output: Output
  /** A name that no other relation of the query has. */
  readonly alias: () => string
}

export const join = ({ node, blocks, inputs, output, alias }: Sides): Block => {
  const [left, right] = inputs
  const sides = [
    joined(blocks[0]) ?? related(blocks[0], left, alias()),
    related(blocks[1], right, alias()),
  ] as const
  const refuse = refusing(node)
  const piece = (column: OutColumn, side: 0 | 1): Piece =>
    itemOf({ ...blocks[side], items: sides[side].items }, column.sql).piece
  const keys = joinKeys(node, left, right, refuse)
  const condition = () => {
    if (keys.length > 0)
      return keys.map(key => `${piece(key.left, 0).text} = ${piece(key.right, 1).text}`).join(' AND ')
    return within(
      sqlOf({
        find: findInSides(left, right),
        text: (column, side) => piece(column, side!),
        refuse,
        site: siteOf(node),
      })(node.on as Expression),
      LEVEL.or,
    )
  }
  const from = `${sides[0].from} ${WORDS[node.how]} ${sides[1].from}${node.how === 'cross' ? '' : ` ON ${condition()}`}`
  const block = {
    from,
    star: false,
    where: [],
    depth: Math.max(sides[0].depth, sides[1].depth),
  }
  if (node.how === 'semi' || node.how === 'anti') return { ...block, items: sides[0].items }
  const merged = keys.map(({ left: a, right: b }) => {
    if (node.how === 'full')
      return { piece: atom(`coalesce(${piece(a, 0).text}, ${piece(b, 1).text})`), plain: false }
    return { piece: node.how === 'right' ? piece(b, 1) : piece(a, 0), plain: true }
  })
  const rest = (side: 0 | 1, columns: Output) =>
    columns
      .filter(column => !keys.some(key => (side === 0 ? key.left : key.right) === column))
      .map(column => itemOf({ ...block, items: sides[side].items }, column.sql))
  return {
    ...block,
    items: [...merged, ...rest(0, left), ...rest(1, right)].map((item, i) => ({
      ...item,
      sql: output[i]!.sql,
    })),
  }
}

/** What is but a join of relations goes on being joined, without a SELECT of its own. */
const joined = (block: Block): Side | undefined =>
  isOpen(block) &&
  !block.star &&
  block.where.length === 0 &&
  / AS t\d+ /.test(block.from) &&
  block.items.every(({ plain }) => plain)
    ? block
    : undefined

const related = (block: Block, output: Output, alias: string): Side => {
  const bare = isBare(block)
  return {
    from: `${bare ? block.from : `(${blockText(block)})`} AS ${alias}`,
    items: itemsOfOutput(output, `${alias}.`),
    depth: block.depth + (bare ? 0 : 1),
  }
}
