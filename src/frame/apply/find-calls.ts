// Where a plan calls functions of the user's.

import { foldGraph } from '../../lineage/fold.ts'
import { type Applied, type Expression, partsOf } from '../plan/expression.ts'
import { type Plan, parentsOf } from '../plan/plan.ts'
import { expressionsOf } from '../plan/rewrite.ts'

/** Parents first. */
export const nodesOf = (root: Plan): readonly Plan[] => {
  const nodes: Plan[] = []
  foldGraph<Plan, undefined>(parentsOf, node => void nodes.push(node) as undefined)(root)
  return nodes
}

/** The calls whose arguments hold no call, each once. */
export const innermost = (expressions: readonly Expression[]): readonly Applied[] => {
  const found = new Set<Applied>()
  const holds = foldGraph<Expression, boolean>(partsOf, (expression, parts) => {
    const inner = parts.includes(true)
    if (expression.kind === 'apply' && !inner) found.add(expression)
    return inner || expression.kind === 'apply'
  })
  expressions.forEach(holds)
  return [...found]
}

/** In its columns, or perhaps in its SQL. */
export const holdsCalls = (root: Plan): boolean =>
  nodesOf(root).some(node =>
    node.kind === 'query' ? node.functions.length > 0 : innermost(expressionsOf(node)).length > 0,
  )
