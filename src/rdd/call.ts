// One call of an operation by the user: its name, its place, and the faults that name both.

import { type FaultCode, PartitaError } from '../fault.ts'
import { type CallSite, callSiteHere } from '../lineage/call-site.ts'
import type { Lineage, Note } from '../lineage/lineage.ts'
import { checkNode } from '../lineage/wellformed.ts'
import type { RDD } from './rdd.ts'

export interface Call {
  readonly operator: string
  readonly callSite: CallSite
  /** Goes to the nodes that the call makes. */
  readonly note?: Note | undefined
}

/** Taken at once when the user calls, so that the stack still shows where. */
export const calling = (operator: string): Call => ({ operator, callSite: callSiteHere() })

export const failure = (
  { operator, callSite }: Call,
  code: FaultCode,
  message: string,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): PartitaError =>
  new PartitaError(code, `${operator} ${message}`, { operator, callSite: callSite.position, ...details })

/** The RDD of a new node above, in the same session. */
export const grow = <U>(rdd: Pick<RDD<unknown>, 'driver'>, made: Lineage): RDD<U> => {
  checkNode(made)
  return rdd.driver.rdd<U>(made)
}
