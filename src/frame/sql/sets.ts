// One SELECT under another.

import { sqlType } from '../../io/duckdb/sql-type.ts'
import type { OutColumn, Output } from '../check/scope.ts'
import { atom } from '../operations/operation.ts'
import type { Compared, United } from '../plan/plan.ts'
import { type Block, blockText, type Item, isOpen, itemOf, itemsOfOutput, wrapped } from './block.ts'
import { folded } from './identifier.ts'

export interface Pair<N> {
  readonly node: N
  readonly blocks: readonly [Block, Block]
  readonly inputs: readonly [Output, Output]
  readonly output: Output
}

export const union = ({ node, blocks, inputs, output }: Pair<United>): Block => {
  const [left, right] =
    node.by === 'position'
      ? blocks
      : [byName(blocks[0], inputs[0], output), byName(blocks[1], inputs[1], output)]
  return setOf(`${operand(left, true)} UNION ALL ${operand(right, false)}`, [left, right], output)
}

export const compare = ({ node, blocks, output }: Pair<Compared>): Block =>
  setOf(
    `${operand(blocks[0], false)} ${node.keep === 'both' ? 'INTERSECT' : 'EXCEPT'} ${operand(blocks[1], false)}`,
    blocks,
    output,
  )

const setOf = (body: string, [left, right]: readonly [Block, Block], output: Output): Block => ({
  from: `(${body})`,
  items: itemsOfOutput(output),
  star: true,
  where: [],
  body,
  depth: Math.max(left.depth, right.depth),
})

/** In parentheses where its own clauses would be taken for those of the whole; unions go on to the left without. */
const operand = (block: Block, leftOfUnion: boolean): string => {
  const text = blockText(block)
  const whole =
    block.body === undefined
      ? isOpen({ ...block, closed: false }) ||
        (block.groupBy !== undefined && block.orderBy === undefined && block.limit === undefined)
      : leftOfUnion && !/ (INTERSECT|EXCEPT) /.test(text)
  return whole ? text : `(${text})`
}

/** The columns of the result in its order; null where this side has none. */
const byName = (block: Block, input: Output, output: Output): Block => {
  const below = isOpen(block) ? block : wrapped(block, input)
  const own = (column: OutColumn) => input.find(({ name }) => folded(name) === folded(column.name))
  const items = output.map((column): Item => {
    const found = own(column)
    if (found !== undefined) return { ...itemOf(below, found.sql), sql: column.sql }
    const text = column.type === undefined ? 'NULL' : `CAST(NULL AS ${sqlType(column.type)})`
    return { sql: column.sql, piece: atom(text), plain: false }
  })
  const star = below.star && items.every(({ sql, plain }, i) => plain && sql === below.items[i]?.sql)
  return { ...below, items, star: star && items.length === below.items.length }
}
