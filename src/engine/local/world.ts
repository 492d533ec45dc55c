// What of the world the engine touches besides files: time and workers. A simulation brings its own.

import type { FromWorker, ToWorker } from '../../worker/program.ts'
import type { Transport } from '../../worker/transport.ts'

export interface Clock {
  /** Milliseconds. */
  readonly now: () => number
  /** Returns what cancels it. */
  readonly after: (millis: number, wake: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (millis, wake) => {
    // Workers that have work keep the process alive, not the clock.
    const timer = setTimeout(wake, millis).unref()
    return () => clearTimeout(timer)
  },
}

export interface LostWorker {
  readonly reason: 'exit' | 'oom'
  readonly message: string
}

export interface WorkerHandle {
  readonly transport: Transport<ToWorker, FromWorker>
  /** Resolves once the worker is gone, however that came about. */
  readonly lost: Promise<LostWorker>
  readonly terminate: () => Promise<void>
  /** Whether the process stays for it: a program that forgets to close its session ends all the same. */
  readonly hold: (held: boolean) => void
}

export interface WorkerLimits {
  /** Heap of the worker in MiB. */
  readonly heapMiB: number
  /** What its DuckDB may hold, in bytes. */
  readonly filesMemory: number
}

export type SpawnWorker = (limits: WorkerLimits) => WorkerHandle
