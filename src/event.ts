// What happened, as one closed union of plain data, and who hears of it. Progress lines, profiles, the event log and the
// UI read events; nobody reads an engine's insides.

import type { Fault } from './fault.ts'

/** Figures of one task; bytes are encoded bytes, times are milliseconds of this machine's clock. */
export interface TaskMetrics {
  /** Read from sources, or from a shuffle after its values are merged. */
  readonly recordsIn: number
  /** Written to a shuffle, after combining; or handed to the action. */
  readonly recordsOut: number
  /** Rows of files that did not fit and were left out. */
  readonly recordsRejected: number
  readonly inputBytes: number
  readonly shuffleReadBytes: number
  readonly shuffleWriteBytes: number
  readonly resultBytes: number
  readonly runMillis: number
}

export interface StageInfo {
  readonly stage: number
  /** The operators that run in it, first to last, e.g. `textFile flatMap map`. */
  readonly name: string
  readonly tasks: number
  readonly parents: readonly number[]
}

export type Event =
  | {
      readonly type: 'jobStarted'
      readonly job: number
      readonly action: string
      readonly stages: readonly StageInfo[]
      readonly at: number
    }
  /** Persisted partitions that it was to read are gone: it needs these stages too. */
  | {
      readonly type: 'jobExtended'
      readonly job: number
      readonly stages: readonly StageInfo[]
      readonly at: number
    }
  | {
      readonly type: 'jobEnded'
      readonly job: number
      readonly fault?: Fault | undefined
      readonly at: number
    }
  | {
      readonly type: 'stageStarted'
      readonly job: number
      readonly stage: number
      readonly tasks: number
      readonly at: number
    }
  | { readonly type: 'stageEnded'; readonly job: number; readonly stage: number; readonly at: number }
  | {
      readonly type: 'taskStarted'
      readonly job: number
      readonly stage: number
      readonly partition: number
      readonly attempt: number
      readonly executor: number
      readonly at: number
    }
  | {
      readonly type: 'taskEnded'
      readonly job: number
      readonly stage: number
      readonly partition: number
      readonly attempt: number
      readonly executor: number
      readonly at: number
      readonly metrics?: TaskMetrics | undefined
      readonly fault?: Fault | undefined
    }
  /** A query of a DataFrame's begins, or waits for its turn. */
  | { readonly type: 'queryStarted'; readonly query: number; readonly action: string; readonly at: number }
  /** About four times a second while the database works, if somebody listened when it started. */
  | {
      readonly type: 'queryProgress'
      readonly query: number
      /** From 0 to 1, never falling; undefined where the database cannot say. */
      readonly fraction?: number | undefined
      /** Rows that the steps of the query have taken: of a table that is read and sorted each counts twice. */
      readonly rowsIn: number
      /** Rows that came out. */
      readonly rowsOut: number
      readonly at: number
    }
  /** It is complete, or nobody wants more of it, or it failed; exactly one for each that started. */
  | {
      readonly type: 'queryEnded'
      readonly query: number
      readonly rowsOut: number
      readonly fault?: Fault | undefined
      readonly at: number
    }
  | { readonly type: 'executorStarted'; readonly executor: number; readonly at: number }
  | { readonly type: 'executorLost'; readonly executor: number; readonly reason: string; readonly at: number }

export type Listener = (event: Event) => void

export const audience = () => {
  const listeners = new Set<Listener>()
  return {
    /** Whether anybody does. */
    heard: (): boolean => listeners.size > 0,
    emit: (event: Event): void => {
      for (const listener of listeners)
        try {
          listener(event)
        } catch (error) {
          // A listener's error is its owner's: it must not stop what runs.
          queueMicrotask(() => {
            throw error
          })
        }
    },
    subscribe: (listener: Listener): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
