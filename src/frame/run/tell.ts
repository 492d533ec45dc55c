// How a failed action of a frame reads: as that of an RDD does, with the plan in place of the lineage.

import { PartitaError } from '../../fault.ts'
import { foldGraph } from '../../lineage/fold.ts'
import { type Call, failure } from '../../rdd/call.ts'
import { toldOver } from '../../rdd/tell.ts'
import { parseRuntimeError } from '../operations/runtime-error.ts'
import { type Plan, parentsOf, siteOf } from '../plan/plan.ts'
import { planLines } from '../plan/show.ts'

/** What fails in here is told as the failure of this action. */
export const telling = async <R>(call: Call, plan: Plan, act: () => Promise<R>): Promise<R> => {
  try {
    return await act()
  } catch (error) {
    throw toldOver(blamed(error, plan), planLines(plan), call)
  }
}

const CAST = /could not convert|can't be cast|out of range for the destination/i

/** As a fault of the operation that the user called, where the error tells which it was. */
const blamed = (error: unknown, plan: Plan): unknown => {
  if (!(error instanceof PartitaError)) return error
  const raised = parseRuntimeError(error.message)
  if (raised === undefined) {
    if (error.hint !== undefined || !CAST.test(error.message)) return error
    return Object.assign(error, { hint: 'Write .tryCast to get null where a value does not fit.' })
  }
  const { site, message, hint } = raised
  const node = nodesOf(plan).find(node => siteOf(node) === site)
  if (node === undefined) return Object.assign(error, { hint })
  return failure(node, error.code, message, { hint })
}

const nodesOf = (plan: Plan): readonly Plan[] => {
  const nodes: Plan[] = []
  foldGraph<Plan, undefined>(parentsOf, node => {
    nodes.push(node)
    return undefined
  })(plan)
  return nodes
}
