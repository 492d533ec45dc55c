// What an error says: the operator that failed, where the user called it, and the record it failed at.

import { PartitaError } from '../../fault.ts'
import type { Lineage } from '../../lineage/lineage.ts'
import { PROMISE_HINT } from '../../lineage/promise.ts'
import { thrownBy } from '../../lineage/thrown.ts'

export type Site = Pick<Lineage, 'operator' | 'callSite'>

export const blamed = (error: unknown, { operator, callSite }: Site, recordIndex?: number): PartitaError =>
  thrownBy({ operator, at: callSite.position }, error, recordIndex)

export const inPartition = (error: unknown, partition: number): unknown =>
  error instanceof PartitaError && error.partition === undefined
    ? Object.assign(error, { partition, attempt: 0 })
    : error

/** Calls the user's function and refuses a promise. */
export const called = <R>(site: Site, call: () => R): R => {
  const result = call()
  if (result instanceof Promise)
    throw misuse(site, 'returned a promise where a value is needed', PROMISE_HINT)
  return result
}

export const misuse = ({ operator }: Site, what: string, hint?: string): PartitaError =>
  new PartitaError('TASK_FAILED', `The function given to ${operator} ${what}.`, { hint })
