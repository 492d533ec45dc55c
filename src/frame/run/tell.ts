// How a failed action of a frame reads: as that of an RDD does, with the plan in place of the lineage.

import { PartitaError } from '../../fault.ts'
import type { Call } from '../../rdd/call.ts'
import { toldOver } from '../../rdd/tell.ts'
import type { Plan } from '../plan/plan.ts'
import { planLines } from '../plan/show.ts'

/** What fails in here is told as the failure of this action. */
export const telling = async <R>(call: Call, plan: Plan, act: () => Promise<R>): Promise<R> => {
  try {
    return await act()
  } catch (error) {
    throw toldOver(hinted(error), planLines(plan), call)
  }
}

const CAST = /could not convert|can't be cast|out of range for the destination/i

const hinted = (error: unknown): unknown =>
  error instanceof PartitaError && error.hint === undefined && CAST.test(error.message)
    ? Object.assign(error, { hint: 'Write .tryCast to get null where a value does not fit.' })
    : error
