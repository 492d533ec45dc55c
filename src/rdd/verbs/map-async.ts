import { constant, derive } from '../../lineage/fn.ts'
import { type Call, calling, failure } from '../call.ts'
import { checkCount, checkFunction, checkOptions } from '../check.ts'
import type { RDD } from '../rdd.ts'
import type { Hint, Retry, Waiting } from '../shape.ts'
import { partitionwise } from './map-partitions.ts'

let nextLimit = 1

export const mapAsync = <T, U extends Hint>(
  f: (element: T, signal: AbortSignal) => U | Promise<U>,
  options?: Waiting,
): ((rdd: RDD<T>) => RDD<U>) => {
  const call = calling('mapAsync')
  checkFunction(call, f)
  checkOptions(call, options)
  const { concurrency = 16, scope = 'task', retry, timeout } = options ?? {}
  checkCount(call, concurrency, 'a concurrency')
  if (scope !== 'task' && scope !== 'session')
    throw failure(call, 'ARGUMENT', `takes the scope task or session, not ${String(scope)}.`)
  if (timeout !== undefined) checkCount(call, timeout, 'a timeout')
  const limit = scope === 'session' ? nextLimit++ : undefined
  const calls = { concurrency, limit, timeout, ...retrying(call, retry) }
  return partitionwise(call, derive('mapAsync', f, constant(calls)))
}

const retrying = (
  call: Call,
  retry: number | Retry = 0,
): { readonly times: number; readonly delay: number } => {
  const { times, delay = 100 } = typeof retry === 'object' && retry !== null ? retry : { times: retry }
  for (const [name, n] of Object.entries({ retry: times, delay }))
    if (!Number.isSafeInteger(n) || n < 0)
      throw failure(call, 'ARGUMENT', `takes a ${name} that is an integer of 0 or more, not ${String(n)}.`)
  return { times, delay }
}
