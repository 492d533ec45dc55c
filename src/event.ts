// What happened, as one closed union of plain data. Progress lines, profiles, the event log and the UI read events;
// nobody reads an engine's insides.

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
  | { readonly type: 'executorStarted'; readonly executor: number; readonly at: number }
  | { readonly type: 'executorLost'; readonly executor: number; readonly reason: string; readonly at: number }

export type Listener = (event: Event) => void
