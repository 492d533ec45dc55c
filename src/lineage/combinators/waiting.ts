// Combinators that wait for what goes on outside of the thread.

import { PartitaError } from '../../fault.ts'
import type { Callable } from '../callable.ts'
import type { TaskInfo } from '../task-info.ts'
import { type PipeSpec, thisThread } from '../thread.ts'

type Records = Iterable<unknown>

export interface Calls {
  readonly concurrency: number
  /** The limit that all tasks of the operation share, where they do. */
  readonly limit: number | undefined
  /** How often a failed call is repeated, and after how many milliseconds: `delay`, then twice as many each time. */
  readonly times: number
  readonly delay: number
  /** Milliseconds that one call may take. */
  readonly timeout: number | undefined
}

/** A pause between two tries is never longer. */
const LONGEST_PAUSE = 30_000

export const WAITING = {
  /** In order, no more than so many at once; none is begun after one has failed. */
  mapAsync: (f: Callable, constant: () => Calls) => {
    const calls = constant()
    return async function* (it: Records, task: TaskInfo) {
      const { call, stop, isStopped } = calling(f, calls, task)
      const waiting: Promise<unknown>[] = []
      let failed = false
      const fail = (): void => {
        failed = true
      }
      try {
        let index = 0
        for (const x of it) {
          if (waiting.length === calls.concurrency) yield await waiting.shift()
          if (failed || isStopped()) break
          const result = call(x, index++)
          result.catch(fail)
          waiting.push(result)
        }
        for (const result of waiting) yield await result
      } finally {
        stop()
      }
    }
  },
  pipe: (constant: () => PipeSpec) => {
    const spec = constant()
    return (it: Records, { signal }: TaskInfo) => thisThread().pipe(spec, it, signal)
  },
} satisfies Record<string, (...args: never[]) => Callable>

/** One task's calls. What stops them aborts those that run; a call that ignores its signal is no longer waited for. */
const calling = (f: Callable, calls: Calls, { signal }: TaskInfo) => {
  const running = new Set<AbortController>()
  let over = false
  const stop = (reason?: unknown): void => {
    over = true
    for (const each of running) each.abort(reason)
    signal.removeEventListener('abort', cancel)
  }
  const cancel = (): void =>
    stop(new PartitaError('CANCELLED', 'mapAsync was cancelled.', { cause: signal.reason }))
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)

  /** Until `act` ends, its own time is up, or all is stopped. */
  const within = async (
    millis: number | undefined,
    act: (signal: AbortSignal) => unknown,
    late: () => unknown,
  ) => {
    const own = new AbortController()
    const timer = millis === undefined ? undefined : setTimeout(() => own.abort(late()), millis)
    running.add(own)
    try {
      if (over) own.abort(signal.reason)
      const aborted = new Promise<never>((_, reject) => {
        const end = () => reject(own.signal.reason)
        if (own.signal.aborted) end()
        else own.signal.addEventListener('abort', end)
      })
      return await Promise.race([own.signal.aborted ? aborted : act(own.signal), aborted])
    } finally {
      clearTimeout(timer)
      running.delete(own)
    }
  }

  const once = async (x: unknown, index: number): Promise<unknown> => {
    const give =
      calls.limit === undefined ? undefined : await thisThread().permit(calls.limit, calls.concurrency)
    try {
      return await within(
        calls.timeout,
        async signal => f(x, signal),
        () => tooLate(calls.timeout!, index),
      )
    } finally {
      give?.()
    }
  }

  const call = async (x: unknown, index: number): Promise<unknown> => {
    for (let tries = 0; ; tries++)
      try {
        return await once(x, index)
      } catch (error) {
        if (tries >= calls.times || over) throw error
        await within(
          undefined,
          signal => pause(calls.delay * 2 ** tries, signal),
          () => undefined,
        )
      }
  }
  return { call, stop, isStopped: () => over }
}

const pause = (millis: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, Math.min(millis, LONGEST_PAUSE))
    signal.addEventListener('abort', () => clearTimeout(timer))
  })

const tooLate = (millis: number, index: number): PartitaError =>
  new PartitaError('TASK_TIMEOUT', `A call took more than ${millis} ms, at record ${index}.`, {
    recordIndex: index,
    hint: 'Raise the timeout of mapAsync, or let it retry.',
  })
