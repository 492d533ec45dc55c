// How a failed action of a frame reads: as that of an RDD does, with the plan in place of the lineage.

import { PartitaError } from '../../fault.ts'
import { asAuthorKnows } from '../../io/duckdb/query-fault.ts'
import { foldGraph } from '../../lineage/fold.ts'
import type { QueryFault } from '../../lineage/source.ts'
import type { Call } from '../../rdd/call.ts'
import { toldOver } from '../../rdd/tell.ts'
import { runtimeErrors } from '../operations/runtime-error.ts'
import { type Plan, parentsOf, siteOf } from '../plan/plan.ts'
import { planLines } from '../plan/show.ts'

/** What fails in here is told as the failure of this action. */
export const telling = async <R>(call: Call, plan: Plan, act: () => Promise<R>): Promise<R> => {
  try {
    return await act()
  } catch (error) {
    const known = error instanceof PartitaError ? asAuthorKnows(error, faultsOf(plan)) : error
    throw toldOver(known, planLines(plan), call)
  }
}

/** Errors of a plan's query, as faults of the operations that the user called where they tell which it was. */
export const faultsOf = (plan: Plan): readonly QueryFault[] => [
  ...nodesOf(plan).flatMap(node =>
    runtimeErrors(siteOf(node)).map(({ pattern, message, hint }) => ({
      pattern,
      message: `${node.operator} ${message}`,
      operator: node.operator,
      at: node.callSite.position,
      hint,
    })),
  ),
  ...runtimeErrors().map(({ pattern, hint }) => ({ pattern, hint })),
  {
    pattern: "could not convert|can't be cast|out of range for the destination",
    hint: 'Write .tryCast to get null where a value does not fit.',
  },
]

const nodesOf = (plan: Plan): readonly Plan[] => {
  const nodes: Plan[] = []
  foldGraph<Plan, undefined>(parentsOf, node => {
    nodes.push(node)
    return undefined
  })(plan)
  return nodes
}
