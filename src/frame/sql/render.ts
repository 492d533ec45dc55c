// Expressions over the items of one SELECT.

import { refusing } from '../check/refusing.ts'
import { type OutColumn, type Output, resolve } from '../check/scope.ts'
import type { Piece } from '../operations/operation.ts'
import { type Expression, partsOf } from '../plan/expression.ts'
import { type Plan, siteOf } from '../plan/plan.ts'
import { type Block, isOpen, itemOf } from './block.ts'
import { sqlOf } from './expression.ts'
import { folded } from './identifier.ts'

/** A node, the SELECT below it, and the columns below and above. */
export interface Step<N extends Plan> {
  readonly node: N
  readonly block: Block
  readonly input: Output
  readonly output: Output
}

export const render = (node: Plan, block: Block, input: Output): ((expression: Expression) => Piece) =>
  sqlOf({
    find: (reference, refuse) => resolve(input, reference, refuse),
    text: column => itemOf(block, column.sql).piece,
    refuse: refusing(node),
    site: siteOf(node),
  })

type Used = Expression | OutColumn

/** The columns that expressions read: each as often as it is read, but undefined if a part is read twice. */
const reads = (node: Plan, expressions: readonly Used[], input: Output): readonly OutColumn[] | undefined => {
  const found: OutColumn[] = []
  const seen = new Set<Expression>()
  const stack: Used[] = [...expressions]
  while (stack.length > 0) {
    const top = stack.pop()!
    if ('sql' in top) found.push(top)
    else if (top.kind === 'reference') found.push(resolve(input, top, refusing(node)).column)
    else if (seen.has(top)) return undefined
    else {
      seen.add(top)
      stack.push(...partsOf(top))
    }
  }
  return found
}

/** Whether expressions may take the place of a block's items: nothing that was computed is then computed twice. */
export const mayInline = (node: Plan, expressions: readonly Used[], block: Block, input: Output): boolean => {
  if (!isOpen(block)) return false
  const computed = new Set(block.items.filter(({ plain }) => !plain).map(({ sql }) => folded(sql)))
  if (computed.size === 0) return true
  const used = new Set<string>()
  for (const { sql } of reads(node, expressions, input) ?? [...input, ...input]) {
    if (!computed.has(folded(sql))) continue
    if (used.has(folded(sql))) return false
    used.add(folded(sql))
  }
  return true
}

/** Whether expressions read nothing but what comes from FROM as it is. */
export const readsPlain = (
  node: Plan,
  expressions: readonly Expression[],
  block: Block,
  input: Output,
): boolean => reads(node, expressions, input)?.every(({ sql }) => itemOf(block, sql).plain) ?? false
