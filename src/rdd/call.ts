// One call of an operation by the user: its name, its place, and the faults that name both.

import { type CallSite, callSiteHere } from '../lineage/call-site.ts'
import type { Lineage, Note } from '../lineage/lineage.ts'
import { checkNode } from '../lineage/wellformed.ts'
import type { RDD } from './rdd.ts'

export { failure } from '../lineage/failure.ts'

export interface Call {
  readonly operator: string
  readonly callSite: CallSite
  /** Goes to the nodes that the call makes. */
  readonly note?: Note | undefined
}

/** Taken at once when the user calls, so that the stack still shows where. */
export const calling = (operator: string): Call => ({ operator, callSite: callSiteHere() })

/** The RDD of a new node above, in the same session. */
export const grow = <U>(rdd: Pick<RDD<unknown>, 'driver'>, made: Lineage): RDD<U> => {
  checkNode(made)
  return rdd.driver.rdd<U>(made)
}
