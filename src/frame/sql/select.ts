// What computes columns and chooses rows, as it goes into a SELECT.

import { fillFor } from '../check/fill.ts'
import { isColumn, itemsOf } from '../check/project.ts'
import { checkOver, refusing } from '../check/refusing.ts'
import { type OutColumn, type Output, resolve } from '../check/scope.ts'
import { isReal, sameType, type Typed, typeOfLiteral } from '../check/typed.ts'
import { atom, LEVEL, type Piece, within } from '../operations/operation.ts'
import { bare, type Expression } from '../plan/expression.ts'
import type { Aggregated, Extended, Filled, Filtered, NullsDropped, Plan, Projected } from '../plan/plan.ts'
import { type Block, type Item, isOpen, itemOf, keepsNames, wrapped } from './block.ts'
import { castSql } from './expression.ts'
import { folded } from './identifier.ts'
import { sqlLiteral } from './literal.ts'
import { mayInline, readsPlain, render, type Step } from './render.ts'

/** Items for the columns of a result, in its order. */
const select = (
  { node, block, input, output }: Step<Plan>,
  expressions: readonly (Expression | OutColumn)[],
): Block => {
  const sorted = onlyOrdered(block) && expressions.every(item => isPlainIn(item, block, input))
  const below = sorted || mayInline(node, expressions, block, input) ? block : wrapped(block, input)
  const piece = render(node, below, input)
  const check = checkOver(input, refusing(node))
  let closed = false
  const items = expressions.map((expression, i): Item => {
    const { sql } = output[i]!
    if (isColumn(expression)) return { ...itemOf(below, expression.sql), sql }
    const plain = bare(expression)
    if (plain.kind === 'reference') {
      const { column, field } = resolve(input, plain, refusing(node))
      if (field === undefined) return { ...itemOf(below, column.sql), sql }
    }
    const { window, generator } = check(expression)
    closed ||= window !== undefined || generator !== undefined
    return { sql, piece: piece(expression), plain: false }
  })
  return { ...below, items, star: below.star && isWhole(items, below), closed }
}

const isWhole = (items: readonly Item[], { items: all }: Block): boolean =>
  items.length === all.length &&
  items.every(({ sql, piece, plain }, i) => plain && sql === all[i]!.sql && piece.text === all[i]!.piece.text)

/** In order and perhaps cut: its columns may be chosen, if none gets another name that ORDER BY would see. */
const onlyOrdered = (block: Block): boolean =>
  block.orderBy !== undefined &&
  keepsNames(block) &&
  isOpen({ ...block, orderBy: undefined, limit: undefined, offset: undefined })

const isPlainIn = (item: Expression | OutColumn, block: Block, input: Output): boolean => {
  if (isColumn(item)) return itemOf(block, item.sql).plain
  return item.kind === 'reference' && input.some(({ sql }) => sql === item.name)
}

export const project = (step: Step<Projected>): Block => select(step, itemsOf(step.node.items, step.input))

/** Columns of the input under other names, in another order or without some. */
export const rearrange = (step: Step<Plan>, columns: readonly OutColumn[]): Block => select(step, columns)

export const extend = (step: Step<Extended>): Block => {
  const { node, input, output } = step
  const added = new Map(node.items.map(item => [folded(item.name), item]))
  const kept = new Map(input.map(column => [column.sql, column]))
  return select(
    step,
    output.map(column => added.get(folded(column.name)) ?? kept.get(column.sql)!),
  )
}

export const filter = ({ node, block, input }: Step<Filtered>): Block => {
  const open = isOpen({ ...block, orderBy: undefined }) && readsPlain(node, [node.condition], block, input)
  return where(open ? block : wrapped(block, input), below => [render(node, below, input)(node.condition)])
}

const where = (block: Block, conditions: (block: Block) => readonly Piece[]): Block => ({
  ...block,
  where: [...block.where, ...conditions(block).map(piece => within(piece, LEVEL.and))],
})

export const aggregate = ({ node, block, input, output }: Step<Aggregated>): Block => {
  const expressions = [...node.keys, ...node.items]
  const below = mayInline(node, expressions, block, input) ? block : wrapped(block, input)
  const piece = render(node, below, input)
  const items = expressions.map(
    (expression, i): Item => ({ sql: output[i]!.sql, piece: piece(expression), plain: false }),
  )
  return { ...below, items, star: false, groupBy: groupBy(node) }
}

/** By position: a name in GROUP BY could mean the column below or the one made here. */
const groupBy = ({ grouping, keys }: Aggregated): string => {
  const positions = keys.map((_, i) => i + 1).join(', ')
  if (keys.length === 0) return '()'
  return grouping === 'groupBy' ? positions : `${grouping.toUpperCase()} (${positions})`
}

/** NaN counts as missing among numbers, as in Spark. */
const isMissing = (piece: Piece, { type }: Typed): string => {
  const text = within(piece, LEVEL.other)
  return type !== undefined && isReal(type) ? `(${text} IS NULL OR isnan(${piece.text}))` : `${text} IS NULL`
}

export const dropNulls = ({ node, block, input }: Step<NullsDropped>): Block => {
  const columns =
    node.names?.map(name => resolve(input, { kind: 'reference', name }, refusing(node)).column) ?? input
  const plain = isOpen(block) && columns.every(({ sql }) => itemOf(block, sql).plain)
  const below = plain ? block : wrapped(block, input)
  const missing = columns.map(column => isMissing(itemOf(below, column.sql).piece, column))
  if (missing.length === 0) return below
  const condition = missing.join(node.how === 'any' ? ' OR ' : ' AND ')
  return where(below, () => [{ text: `NOT (${condition})`, level: LEVEL.not }])
}

export const fill = (step: Step<Filled>): Block => {
  const { node, block, input } = step
  const below = isOpen(block) ? block : wrapped(block, input)
  const items = input.map((column): Item => {
    const item = itemOf(below, column.sql)
    const value = fillFor(node, column, input, refusing(node))
    if (value === undefined) return item
    const { text } = item.piece
    const real = column.type !== undefined && isReal(column.type)
    const present = real ? `nullif(${text}, 'NaN'::DOUBLE)` : text
    return { ...item, piece: atom(`coalesce(${present}, ${fitting(value, column)})`), plain: false }
  })
  return { ...below, items, star: false }
}

const fitting = (value: unknown, { type }: OutColumn): string => {
  const own = typeOfLiteral(value)
  const text = sqlLiteral(value)
  return type === undefined || own === undefined || sameType(type, own)
    ? text
    : castSql(atom(text), own, type, false).text
}
