// What sources are in SQL.

import type { Output } from '../check/scope.ts'
import { type Plan, parentsOf, type Query, type Rows } from '../plan/plan.ts'
import { type Block, blockText, relation } from './block.ts'
import { identifier } from './identifier.ts'
import { sqlLiteral } from './literal.ts'

/** A query over the views that it names; what it calls them hides all others of these names. */
export const queryBlock = (node: Query, blocks: readonly Block[], text: string, output: Output): Block => {
  const views = node.names.map((name, i) => {
    const inline = isScan(node.parents[i]!) ? 'NOT MATERIALIZED ' : ''
    return `${identifier(name)} AS ${inline}(${blockText(blocks[i]!)})`
  })
  const columns = output.some(({ name, sql }) => name !== sql)
    ? ` AS t(${output.map(({ sql }) => identifier(sql)).join(', ')})`
    : ''
  const from =
    views.length === 0
      ? `(${text}\n)${columns}`
      : `(WITH ${views.join(', ')} SELECT * FROM (${text}\n)${columns})`
  return relation(from, output, blocks.reduce((most, { depth }) => Math.max(most, depth), 0) + 1)
}

const SCANNING: ReadonlySet<Plan['kind']> = new Set([
  'files',
  'project',
  'extend',
  'drop',
  'rename',
  'filter',
  'alias',
])

/** Hardly more than a file: it is read where it is used, however often, so that filters and columns go down to it. */
const isScan = (plan: Plan): boolean => {
  let at: Plan | undefined = plan
  while (at !== undefined && SCANNING.has(at.kind)) at = parentsOf(at)[0]
  return at === undefined
}

export const rowsSql = ({ table }: Rows): string => batchesSql(table)

export const batchesSql = (table: string): string => `partita_batches(${sqlLiteral(table)})`
