// Which columns of each node somebody above reads: what goes through the workers should be no more.

import { foldGraph } from '../../lineage/fold.ts'
import { isColumn, itemsOf } from '../check/project.ts'
import { refusing } from '../check/refusing.ts'
import { type Output, resolve } from '../check/scope.ts'
import { type Expression, partsOf } from '../plan/expression.ts'
import { type Plan, parentsOf } from '../plan/plan.ts'
import { folded } from '../sql/identifier.ts'

/** Names in SQL; undefined for all of them. */
export type Needed = ReadonlySet<string> | undefined

export const neededOf = (root: Plan, outputs: ReadonlyMap<Plan, Output>): ReadonlyMap<Plan, Needed> => {
  const needed = new Map<Plan, Needed>([[root, undefined]])
  for (const node of downwards(root))
    for (const parent of parentsOf(node)) {
      const below = neededBelow(node, needed.get(node), outputs.get(parent)!)
      needed.set(parent, needed.has(parent) ? both(needed.get(parent), below) : below)
    }
  return needed
}

/** Each node after all that stand on it. */
const downwards = (root: Plan): readonly Plan[] => {
  const nodes: Plan[] = []
  foldGraph<Plan, undefined>(parentsOf, node => void nodes.push(node) as undefined)(root)
  return nodes.reverse()
}

const both = (a: Needed, b: Needed): Needed =>
  a === undefined || b === undefined ? undefined : new Set([...a, ...b])

/** Of the columns below a node, when these of its own are needed. */
export const neededBelow = (node: Plan, above: Needed, input: Output): Needed => {
  const reading = (expressions: readonly Expression[], also: Needed): Needed =>
    also && new Set([...also, ...columnsRead(node, expressions, input)])
  switch (node.kind) {
    case 'project': {
      const items = itemsOf(node.items, input)
      const [whole, made] = [items.filter(isColumn), items.filter(item => !isColumn(item))]
      return reading(made as readonly Expression[], new Set(whole.map(({ sql }) => folded(sql))))
    }
    case 'aggregate':
      return reading([...node.keys, ...node.items], new Set())
    case 'extend':
      return reading(node.items, above)
    case 'filter':
      return reading([node.condition], above)
    case 'sort':
      return reading(node.by, above)
    case 'limit':
    case 'sample':
    case 'alias':
    case 'broadcast':
      return above
    default:
      return undefined
  }
}

const columnsRead = (node: Plan, expressions: readonly Expression[], input: Output): ReadonlySet<string> => {
  const found = new Set<string>()
  const seen = new Set<Expression>()
  const stack = [...expressions]
  while (stack.length > 0) {
    const top = stack.pop()!
    if (seen.has(top)) continue
    seen.add(top)
    if (top.kind === 'reference') found.add(folded(resolve(input, top, refusing(node)).column.sql))
    else stack.push(...partsOf(top))
  }
  return found
}
