// What orders, cuts and draws rows.

import { refusing } from '../check/refusing.ts'
import { type Output, resolve } from '../check/scope.ts'
import type { Deduplicated, Limited, Ordered, Sampled } from '../plan/plan.ts'
import { type Block, blockText, isOpen, keepsNames, relation, wrapped } from './block.ts'
import { folded, identifier } from './identifier.ts'
import { render, type Step } from './render.ts'

export const sort = ({ node, block, input }: Step<Ordered>): Block => {
  const cut = block.limit !== undefined || block.offset !== undefined || block.qualify !== undefined
  const byNames = node.by.every(
    ({ arg }) => arg.kind === 'reference' && input.some(({ sql }) => sql === arg.name),
  )
  const open = isOpen({ ...block, orderBy: undefined }) && keepsNames(block)
  const below = !cut && block.body === undefined && (byNames || open) ? block : wrapped(block, input)
  // A name in ORDER BY is first that of a column of the result.
  const piece = render(node, byNames ? relation('', input) : below, input)
  return { ...below, orderBy: node.by.map(by => piece(by).text) }
}

export const limit = ({ node, block, input }: Step<Limited>): Block => {
  const cut = block.limit !== undefined || block.offset !== undefined || block.body !== undefined
  return { ...(cut ? wrapped(block, input) : block), limit: node.n, offset: node.offset }
}

export const distinct = ({ node, block, input }: Step<Deduplicated>): Block => {
  if (node.by === undefined) return { ...(isOpen(block) ? block : wrapped(block, input)), distinct: true }
  const keys = node.by.map(name =>
    identifier(resolve(input, { kind: 'reference', name }, refusing(node)).column.sql),
  )
  const row = freeName('row', input)
  return {
    ...numbered(block, input, row),
    qualify: `row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY ${row}) = 1`,
  }
}

/** Each row is kept or not by its number and the seed, so that a draw can be had again. */
export const sample = ({ node, block, input }: Step<Sampled>): Block => {
  const row = freeName('row', input)
  const bound = BigInt(Math.floor(node.fraction * 2 ** 53)) << 11n
  const below = numbered(block, input, row)
  const condition = node.fraction === 1 ? 'true' : `hash(${row}, ${node.seed}) < ${bound}::UBIGINT`
  return { ...below, where: [condition] }
}

/** The rows with their number as one more column, which the items leave out. */
const numbered = (block: Block, input: Output, row: string): Block => {
  const { text, depth } = { text: blockText(block), depth: block.depth }
  const inner =
    block.star && isOpen(block)
      ? text.replace('SELECT *', `SELECT *, row_number() OVER () AS ${row}`)
      : `SELECT *, row_number() OVER () AS ${row} FROM (${text})`
  return { ...relation(`(${inner})`, input, depth + 1), star: false }
}

const freeName = (name: string, input: Output): string => {
  const taken = new Set(input.map(({ sql }) => folded(sql)))
  let free = name
  for (let i = 1; taken.has(free); i++) free = `${name}_${i}`
  return identifier(free)
}
