// The same nodes over other parents and with other expressions.

import type { Expression, Named, Sorted } from './expression.ts'
import { type Kind, type Plan, type PlanOf, parentsOf, planNode } from './plan.ts'

/** The expressions of a node, over the columns below it. */
export const expressionsOf = (node: Plan): readonly Expression[] => {
  switch (node.kind) {
    case 'project':
    case 'extend':
      return node.items
    case 'filter':
      return [node.condition]
    case 'aggregate':
      return [...node.keys, ...node.items]
    case 'sort':
      return node.by
    case 'join':
      return node.on === undefined || Array.isArray(node.on) ? [] : [node.on as Expression]
    default:
      return []
  }
}

/** As many as `expressionsOf` gives; a node that has none stays as it is. */
export const withExpressions = (node: Plan, expressions: readonly Expression[]): Plan => {
  switch (node.kind) {
    case 'project':
      return again({ ...node, items: expressions })
    case 'extend':
      return again({ ...node, items: expressions as readonly Named[] })
    case 'filter':
      return again({ ...node, condition: expressions[0]! })
    case 'aggregate': {
      const { length } = node.keys
      return again({ ...node, keys: expressions.slice(0, length), items: expressions.slice(length) })
    }
    case 'sort':
      return again({ ...node, by: expressions as readonly Sorted[] })
    default:
      return node
  }
}

export const withParents = (node: Plan, parents: readonly Plan[]): Plan => {
  if (parentsOf(node).every((parent, i) => parent === parents[i])) return node
  if ('parents' in node) return again({ ...node, parents: parents as readonly [Plan, Plan] })
  return again({ ...node, parent: parents[0]! } as Plan)
}

/** Another node: what is known of the one before does not hold for it. */
const again = ({ id: _, ...draft }: Plan): Plan => planNode<Kind>(draft as Omit<PlanOf<Kind>, 'id'> as never)
