// The columns of a plan, checked on the way: each node's from those of its parents. Undefined as long as the columns of
// a file or query are not known; then the same checks run at the action, before the query does.

import { foldGraph } from '../../lineage/fold.ts'
import type { Refuse } from '../operations/operation.ts'
import { type Deduplicated, isLeaf, type Leaf, type Plan, parentsOf } from '../plan/plan.ts'
import { aggregated } from './aggregate.ts'
import { filled } from './fill.ts'
import { joined } from './join.ts'
import { extended, projected, renamed } from './project.ts'
import { checkOver, refusing } from './refusing.ts'
import { columnsOf, type OutColumn, type Output, resolve } from './scope.ts'
import { samePlaces, unitedByName, unitedByPosition } from './sets.ts'
import { summarised } from './summary.ts'
import { showType } from './typed.ts'

const known = new WeakMap<Plan, Output | undefined>()

/** The columns as far as they are known without looking at a file. */
export const outputOf = (plan: Plan): Output | undefined => {
  if (!known.has(plan))
    foldGraph<Plan, Output | undefined>(
      node => (known.has(node) ? [] : parentsOf(node)),
      (node, parents) => {
        if (known.has(node)) return known.get(node)
        const output = isLeaf(node)
          ? node.fields && columnsOf(node.fields, node)
          : parents.every(parent => parent !== undefined)
            ? outputFrom(node, parents)
            : undefined
        known.set(node, output)
        return output
      },
    )(plan)
  return known.get(plan)
}

/** The columns of every node, once those of the leaves are there. */
export const outputsOf = (plan: Plan, leaf: (leaf: Leaf) => Output): ReadonlyMap<Plan, Output> => {
  const outputs = new Map<Plan, Output>()
  foldGraph<Plan, Output>(parentsOf, (node, parents) => {
    const output = isLeaf(node) ? leaf(node) : (known.get(node) ?? outputFrom(node, parents))
    outputs.set(node, output)
    return output
  })(plan)
  return outputs
}

const outputFrom = (node: Exclude<Plan, Leaf>, parents: readonly Output[]): Output => {
  const refuse = refusing(node)
  const [input, other] = parents as readonly [Output, Output]
  const found = (name: string): OutColumn => resolve(input, { kind: 'reference', name }, refuse).column
  switch (node.kind) {
    case 'project':
      return projected(node, input, refuse)
    case 'extend':
      return extended(node, input, refuse)
    case 'drop': {
      const gone = new Set(node.names.map(found))
      return input.filter(column => !gone.has(column))
    }
    case 'rename':
      return renamed(node, input, refuse)
    case 'filter': {
      const { type, aggregate, window, generator, label } = checkOver(input, refuse)(node.condition)
      const odd = aggregate ?? window ?? generator
      if (odd !== undefined)
        refuse(`takes a condition of one row, not ${odd}.`, 'Compute it with withColumn or agg before.')
      if (type !== undefined && type !== 'boolean')
        refuse(`takes a condition, not ${label}, which is ${showType(type)}.`)
      return input
    }
    case 'aggregate':
      return aggregated(node, input, refuse)
    case 'join':
      return joined(node, input, other, refuse)
    case 'union':
      return node.by === 'position'
        ? unitedByPosition(node, input, other, refuse)
        : unitedByName(node, input, other, refuse)
    case 'compare':
      return samePlaces(input, other, refuse, (a, b) =>
        node.keep === 'first' ? a : { ...a, nullable: a.nullable && b.nullable },
      )
    case 'distinct':
      return distinctBy(node, input, refuse)
    case 'sort': {
      const check = checkOver(input, refuse)
      for (const by of node.by) {
        const { aggregate, generator } = check(by)
        const odd = aggregate ?? generator
        if (odd !== undefined) refuse(`cannot order by ${odd}.`, 'Compute it with withColumn or agg before.')
      }
      return input
    }
    case 'fill':
      return filled(node, input, refuse)
    case 'dropNulls': {
      const without = node.names === undefined ? undefined : new Set(node.names.map(found))
      if (node.how === 'all' && (without?.size ?? input.length) > 1) return input
      return input.map(column =>
        without === undefined || without.has(column) ? { ...column, nullable: false } : column,
      )
    }
    case 'summary':
      return summarised(node, input, refuse)
    case 'alias':
      return input.map(column => ({ ...column, alias: node.alias }))
    case 'limit':
    case 'sample':
    case 'broadcast':
      return input
  }
}

const distinctBy = ({ by }: Deduplicated, input: Output, refuse: Refuse): Output => {
  for (const name of by ?? []) resolve(input, { kind: 'reference', name }, refuse)
  return input
}
