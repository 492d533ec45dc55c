// A plan without functions of the user's: each node that calls some stands on a leaf that has their results as columns.
// Functions of functions go one after the other, the inner ones first.

import { foldGraph } from '../../lineage/fold.ts'
import { isColumn, isStar, itemsOf } from '../check/project.ts'
import { refusing } from '../check/refusing.ts'
import type { OutColumn, Output } from '../check/scope.ts'
import { type Applied, type Expression, named, partsOf, reference, withParts } from '../plan/expression.ts'
import { type Plan, parentsOf, planNode } from '../plan/plan.ts'
import { expressionsOf, withExpressions, withParents } from '../plan/rewrite.ts'
import { folded } from '../sql/identifier.ts'
import { innermost, nodesOf } from './find-calls.ts'
import { type Needed, neededBelow, neededOf } from './needed.ts'

/** A call of a user's function, and the column that takes its place. */
export interface Result {
  readonly apply: Applied
  readonly column: OutColumn
}

/** A leaf with the columns of a plan that are needed, in its order, and the results of calls over it. */
export type Compute = (node: Plan, below: Plan, needed: Needed, results: readonly Result[]) => Promise<Plan>

export const lower = async (
  root: Plan,
  outputs: ReadonlyMap<Plan, Output>,
  compute: Compute,
): Promise<Plan> => {
  const needed = neededOf(root, outputs)
  const lowered = new Map<Plan, Plan>()
  const below = (node: Plan) => parentsOf(node).map(parent => lowered.get(parent)!)
  let results = 0
  const columnFor = ({ of }: Applied, node: Plan, input: Output): OutColumn => {
    let name: string
    do name = `__udf_${++results}`
    while (input.some(column => folded(column.sql) === name))
    return { ...of.result, name, sql: name, alias: undefined, origin: node }
  }

  /** The node over a leaf that has the results of its calls. */
  const called = async (node: Plan): Promise<Plan> => {
    let [plan] = below(node) as [Plan]
    let columns = outputs.get(parentsOf(node)[0]!)!
    let over = writtenOut(node, columns, outputs.get(node)!)
    const hidden: string[] = []
    for (;;) {
      const applied = innermost(expressionsOf(over))
      if (applied.length === 0) break
      const round = applied.map(apply => ({ apply, column: columnFor(apply, node, columns) }))
      over = replaced(over, round)
      columns = [...columns, ...round.map(({ column }) => column)]
      plan = await compute(node, plan, neededBelow(over, needed.get(node), columns), round)
      hidden.push(...round.map(({ column }) => column.name))
    }
    const made = withParents(over, [plan])
    if (made.kind === 'project' || made.kind === 'aggregate') return made
    const { operator, callSite } = node
    return planNode({ kind: 'drop', operator, callSite, parent: made, names: hidden })
  }

  for (const node of nodesOf(root)) {
    const calls = innermost(expressionsOf(node))
    if (calls.length === 0) lowered.set(node, withParents(node, below(node)))
    else if (node.kind === 'join')
      refusing(node)(
        `cannot call ${calls[0]!.of.name} in its condition.`,
        'Compute it with withColumn before.',
      )
    else lowered.set(node, await called(node))
  }
  return lowered.get(root)!
}

/** With `*` written out and names given: the columns below and the labels of calls are about to change. */
const writtenOut = (node: Plan, input: Output, output: Output): Plan => {
  if (node.kind !== 'project' && node.kind !== 'aggregate') return node
  const items =
    node.kind === 'project' && node.items.some(isStar) ? itemsOf(node.items, input) : expressionsOf(node)
  return withExpressions(
    node,
    items.map((item, i) => {
      if (isColumn(item)) return Object.freeze({ kind: 'reference', name: item.name, alias: item.alias })
      return innermost([item]).length === 0 ? item : named(item, output[i]!.name)
    }),
  )
}

const replaced = (node: Plan, round: readonly Result[]): Plan => {
  const columns = new Map<Expression, Expression>(
    round.map(({ apply, column }) => [apply, reference(column.name)]),
  )
  const replace = foldGraph<Expression, Expression>(
    partsOf,
    (expression, parts) => columns.get(expression) ?? withParts(expression, parts),
  )
  return withExpressions(node, expressionsOf(node).map(replace))
}
