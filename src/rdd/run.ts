// An action's way to the engine, and back: results of partitions are merged here, in partition order.

import { PartitaError } from '../fault.ts'
import type { Action } from '../lineage/action.ts'
import { type Fn, realise } from '../lineage/fn.ts'
import { isPromiseLike, PROMISE_HINT } from '../lineage/promise.ts'
import { inWords } from '../lineage/thrown.ts'
import type { Call } from './call.ts'
import { checkOptions } from './check.ts'
import type { RDD } from './rdd.ts'
import type { Running } from './shape.ts'
import { told } from './tell.ts'

/** The action's result for each partition, or for each of those asked. */
export const run = async <R>(
  call: Call,
  { driver, lineage }: RDD<unknown>,
  action: Action,
  options: Running | undefined,
  partitions?: readonly number[],
): Promise<readonly R[]> => {
  checkOptions(call, options)
  const job = { lineage, action, ...call, partitions, signal: options?.signal }
  return (await telling(call, { lineage }, () => driver.engine.run(job))) as readonly R[]
}

/** What fails in here is told as the failure of this action. */
export const telling = async <R>(
  call: Call,
  { lineage }: Pick<RDD<unknown>, 'lineage'>,
  act: () => Promise<R>,
): Promise<R> => {
  try {
    return await act()
  } catch (error) {
    throw told(error, lineage, call)
  }
}

/** The user's function as the driver calls it: its failures are told as those of a task are. */
export const onDriver = <As extends readonly unknown[], R>(
  { operator, callSite }: Call,
  f: Fn,
): ((...args: As) => R) => {
  const callable = realise(f)
  const failed = (what: string, details: { readonly hint?: string; readonly cause?: unknown }) =>
    new PartitaError('TASK_FAILED', `The function given to ${operator} ${what}`, {
      operator,
      callSite: callSite.position,
      ...details,
    })
  return (...args) => {
    let result: unknown
    try {
      result = callable(...args)
    } catch (cause) {
      if (cause instanceof PartitaError) throw cause
      throw failed(`threw ${inWords(cause)}`, { cause })
    }
    if (isPromiseLike(result))
      throw failed('returned a promise where a value is needed.', { hint: PROMISE_HINT })
    return result as R
  }
}
