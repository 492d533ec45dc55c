// The executors of a session: started, watched, replaced, told to end. Who runs what is the scheduler's business.

import type { Fault } from '../../fault.ts'
import { PartitaError } from '../../fault.ts'
import { permits } from '../../lineage/permits.ts'
import { type Ended, type Executor, executor } from './executor.ts'
import type { LossReason } from './loss.ts'
import type { Clock, SpawnWorker } from './world.ts'

export interface CrewOptions {
  readonly taskTimeout: number | undefined
  readonly heapMiB: number
  readonly filesMemory: number
  readonly clock: Clock
  readonly spawn: SpawnWorker
}

export interface CrewEvents {
  readonly joined: (id: number) => void
  readonly ended: (frame: Ended) => void
  /** `tasks` were on it, the one that ran first. */
  readonly lost: (id: number, reason: LossReason, message: string, tasks: readonly number[]) => void
  /** No worker comes up any more. */
  readonly broken: (fault: Fault) => void
}

/** How long a task that nobody wants any more may go on. */
const KILL_MILLIS = 100

/** Workers in a row that ended before they were up. */
const MAX_FAILED_STARTS = 4

export const crew = ({ taskTimeout, clock, spawn, ...limits }: CrewOptions, on: CrewEvents) => {
  const executors = new Map<number, Executor>()
  /** Why an executor that we terminate goes. */
  const leaving = new Map<number, LossReason>()
  const shared = permits()
  let last = 0
  let failedStarts = 0
  let closed = false
  let held = false

  const start = (): void => {
    if (closed || failedStarts >= MAX_FAILED_STARTS) return
    const id = ++last
    let joined = false
    const made = executor(id, spawn(limits), clock, taskTimeout, shared, {
      ready: () => {
        joined = true
        failedStarts = 0
        on.joined(id)
      },
      ended: on.ended,
      overdue: () => terminate(id, 'timeout'),
      lost: ({ reason, message }) => {
        executors.delete(id)
        if (closed) return
        if (!joined) return failedStart(message)
        on.lost(id, leaving.get(id) ?? reason, message, made.queued())
        leaving.delete(id)
      },
    })
    executors.set(id, made)
    made.hold(held)
  }

  const hold = (now: boolean): void => {
    held = now
    for (const each of executors.values()) each.hold(held)
  }

  const failedStart = (message: string): void => {
    if (++failedStarts < MAX_FAILED_STARTS) return start()
    on.broken({ code: 'WORKER_LOST', message: `Workers cannot be started: ${message}` })
  }

  const terminate = (id: number, reason: LossReason): void => {
    leaving.set(id, reason)
    void executors.get(id)?.terminate()
  }

  return {
    start,
    /** Held where jobs run, and while they end. */
    hold,
    get: (id: number): Executor | undefined => executors.get(id),
    /** A task that ends by itself meanwhile spares the worker, and all that it has compiled. */
    kill: (id: number, task: number): void => {
      executors.get(id)?.cancel(task)
      clock.after(KILL_MILLIS, () => {
        if (executors.get(id)?.queued()[0] === task) terminate(id, 'killed')
      })
    },
    forget: (program: number): void => {
      for (const each of executors.values()) each.forget(program)
    },
    unshare: (id: number, gone: string | undefined): void => {
      for (const each of executors.values()) each.unshare(id, gone)
    },
    close: async (): Promise<void> => {
      closed = true
      hold(true)
      const failures = await Promise.all(Array.from(executors.values(), each => each.close()))
      const failure = failures.find(each => each !== undefined)
      if (failure !== undefined)
        throw new PartitaError(
          'TASK_FAILED',
          `What was made in each executor was not disposed of: ${failure}.`,
        )
    },
  }
}
