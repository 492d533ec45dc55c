// An action's way to the database: the sources are looked at, the plan is checked whole and becomes SQL, the SQL runs.

import { PartitaError } from '../../fault.ts'
import type { QueryResult, RunOptions } from '../../io/duckdb/database.ts'
import type { Field } from '../../lineage/data-type.ts'
import { foldGraph } from '../../lineage/fold.ts'
import type { Call } from '../../rdd/call.ts'
import { checkOptions } from '../../rdd/check.ts'
import type { Running } from '../../rdd/shape.ts'
import { columnsOf } from '../check/scope.ts'
import { isLeaf, type Leaf, type Plan, parentsOf } from '../plan/plan.ts'
import type { Relational, Self } from '../relational.ts'
import { type Compiled, compile } from '../sql/compile.ts'
import { leafSql } from '../sql/leaf.ts'
import { telling } from './tell.ts'

/** The SQL of a plan; the database is asked only what columns its sources have. */
export const compiled = async (
  plan: Plan,
  relational: Relational,
  options: RunOptions = {},
): Promise<Compiled> => {
  const leaves = leavesOf(plan)
  const fields = await Promise.all(leaves.map(leaf => fieldsOf(leaf, relational, options)))
  const known = new Map(leaves.map((leaf, i) => [leaf, columnsOf(fields[i]!, leaf)]))
  return compile(plan, { output: leaf => known.get(leaf)!, from: leafSql })
}

const leavesOf = (plan: Plan): readonly Leaf[] => {
  const leaves: Leaf[] = []
  foldGraph<Plan, undefined>(parentsOf, node => {
    if (isLeaf(node)) leaves.push(node)
    return undefined
  })(plan)
  return leaves
}

const fieldsOf = (leaf: Leaf, relational: Relational, options: RunOptions): Promise<readonly Field[]> => {
  if (leaf.fields !== undefined) return Promise.resolve(leaf.fields)
  const { found, database } = relational
  const before = found.get(leaf)
  if (before !== undefined) return before
  const asked = database.describe(`FROM ${leafSql(leaf)}`, undefined, options).catch(error => {
    found.delete(leaf)
    if (error instanceof PartitaError && error.operator === undefined)
      Object.assign(error, { operator: leaf.operator, callSite: leaf.callSite.position })
    throw error
  })
  found.set(leaf, asked)
  return asked
}

/** The rows of a frame, under the names that its users gave the columns. */
export const query = (
  call: Call,
  { plan, relational }: Self,
  options: Running | undefined,
  change: (plan: Plan) => Plan = plan => plan,
): Promise<QueryResult> => {
  checkOptions(call, options)
  return telling(call, plan, async () => {
    const run = { signal: options?.signal }
    const { sql, output } = await compiled(change(plan), relational, run)
    const { fields, batches } = await relational.database.query(sql, undefined, run)
    const named = fields.map((field, i) => ({ ...field, name: output[i]?.name ?? field.name }))
    return { fields: named, batches: batches }
  })
}
