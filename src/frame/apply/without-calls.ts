// A plan as the database can run it: calls of the user's functions have become columns of tables.

import type { RunOptions } from '../../io/duckdb/database.ts'
import type { Call } from '../../rdd/call.ts'
import { outputsOf } from '../check/output.ts'
import type { Plan, Query } from '../plan/plan.ts'
import { parentsOf } from '../plan/plan.ts'
import { withParents } from '../plan/rewrite.ts'
import type { Relational } from '../relational.ts'
import { sourcesOf } from '../run/sources.ts'
import { computing } from './compute.ts'
import { holdsCalls, nodesOf } from './find-calls.ts'
import { lower } from './lower.ts'
import { queryWithoutCalls } from './query.ts'

export interface WithoutCalls {
  readonly plan: Plan
  readonly steps: readonly string[]
  readonly free: () => void
}

/** `action`: the one that runs; without it functions are not called, and their tables are empty. */
export const withoutCalls = async (
  root: Plan,
  relational: Relational,
  action: Call | undefined,
  options: RunOptions,
): Promise<WithoutCalls> => {
  const { compute, steps, free } = computing(relational, action, options)

  const lowered = async (plan: Plan): Promise<Plan> => {
    if (!holdsCalls(plan)) return plan
    const sources = await sourcesOf(plan, relational, options)
    try {
      return await lower(plan, outputsOf(plan, sources.output), compute)
    } finally {
      sources.free()
    }
  }

  try {
    // Queries first: the database cannot even say what columns one has that calls a function it does not know.
    const known = new Map<Plan, Plan>()
    for (const node of nodesOf(root)) {
      const below = parentsOf(node).map(parent => known.get(parent)!)
      if (node.kind !== 'query') {
        known.set(node, withParents(node, below))
        continue
      }
      const parents: Plan[] = []
      for (const parent of below) parents.push(await lowered(parent))
      const query = withParents(node, parents) as Query
      known.set(node, await queryWithoutCalls(query, relational, compute, options))
    }
    return { plan: await lowered(known.get(root)!), steps, free }
  } catch (error) {
    free()
    throw error
  }
}
