// What an error says: the operator that failed, where the user called it, and the record it failed at.

import { PartitaError } from '../../fault.ts'
import type { Lineage } from '../../lineage/lineage.ts'
import { PROMISE_HINT } from '../../lineage/promise.ts'

export type Site = Pick<Lineage, 'operator' | 'callSite'>

/** An error that already names its operator comes from further up and is left as it is. */
export const blamed = (error: unknown, { operator, callSite }: Site, recordIndex?: number): PartitaError => {
  const where = { operator, callSite: callSite.position, recordIndex }
  if (!(error instanceof PartitaError))
    return new PartitaError('TASK_FAILED', `The function given to ${operator} threw ${told(error)}`, {
      ...where,
      cause: error,
    })
  if (error.operator !== undefined) return error
  const { code, message, hint, source, cause } = error
  const why = cause === undefined ? {} : { cause }
  return new PartitaError(code, message, {
    ...where,
    recordIndex: error.recordIndex ?? recordIndex,
    hint,
    source,
    ...why,
  })
}

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

/** Whatever a user throws, this does not throw. */
const told = (thrown: unknown): string => {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`
    return typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)
  } catch {
    return 'a value that cannot be told'
  }
}
