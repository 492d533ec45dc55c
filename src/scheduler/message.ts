// The scheduler: a pure function from what happened to what must be done. Here live stages, slots, retries, locality and
// repair; never a clock, a random number, a socket, a promise or a Node module: the engine brings the world.
// This file is its whole surface: what it is told and what it answers. Guarded by laws/scheduler.

import type { Event, TaskMetrics } from '../event.ts'
import type { Fault } from '../fault.ts'

/** A stage as the scheduler sees it. */
export interface StageSpec {
  /** Unique in the session. Two jobs may give one output different stage ids; each is then answered with its own. */
  readonly id: number
  /** Which partitions must run: the asked ones of a result stage, all (or the missing) ones of a map stage. */
  readonly partitions: readonly number[]
  /** Stages of the same job whose whole output every task of this one reads. */
  readonly parents: readonly { readonly stage: number }[]
  /** The shuffle that its tasks write; undefined for a result stage. */
  readonly output: string | undefined
  readonly determinacy: 'determinate' | 'unordered' | 'indeterminate'
  /** Partition → executor that holds its persisted data. */
  readonly preferred?: ReadonlyMap<number, number> | undefined
}

/** `killed` answers a kill and blames nobody; `timeout` blames the running task as an error of the user does. */
export type LossReason = 'exit' | 'oom' | 'timeout' | 'killed'

/** What the engine reports. Late and repeated reports are harmless. */
export type SchedulerEvent =
  | {
      readonly type: 'jobSubmitted'
      readonly job: number
      /** Parents first; the last one is the result stage. */
      readonly stages: readonly StageSpec[]
      /** The job fails when one task has thrown so many times. */
      readonly maxFailures: number
    }
  | { readonly type: 'jobCancelled'; readonly job: number; readonly fault: Fault }
  /** Executor ids are never used again. */
  | { readonly type: 'executorJoined'; readonly executor: number }
  | {
      readonly type: 'executorLost'
      readonly executor: number
      readonly reason: LossReason
      readonly fault: Fault
      /** The task it was running, the only one to blame; undefined if it was idle. */
      readonly running: number | undefined
    }
  | { readonly type: 'taskSucceeded'; readonly task: number; readonly metrics?: TaskMetrics | undefined }
  | { readonly type: 'taskFailed'; readonly task: number; readonly fault: Fault }
  /** The task could not read one map output, lost or corrupt. */
  | {
      readonly type: 'fetchFailed'
      readonly task: number
      readonly output: string
      readonly mapIndex: number
      readonly fault: Fault
    }
  /**
   * The task could not read a persisted partition, which is nobody's failure. Where its stages must now run that were
   * left out, `stages` are all that `job` needs, as for `jobSubmitted`.
   */
  | {
      readonly type: 'inputGone'
      readonly task: number
      readonly job: number
      readonly stages?: readonly StageSpec[] | undefined
      readonly fault: Fault
    }
  | { readonly type: 'outputLost'; readonly output: string; readonly mapIndexes: readonly number[] }
  /** Nothing will ask for this output again once the jobs that use it have ended. */
  | { readonly type: 'outputReleased'; readonly output: string }

type Unstamped<E> = E extends Event ? Omit<E, 'at'> : never
/** An event without its time, which the engine adds. */
export type Fact = Unstamped<Event>

/** What the engine must do, in this order. */
export type Command =
  | {
      readonly type: 'launch'
      readonly task: number
      readonly job: number
      readonly stage: number
      readonly partition: number
      /** From 0, unique for this partition of this output (or of this job's result). */
      readonly attempt: number
      readonly executor: number
    }
  /** Keep the task's result: a job's partition, or map outputs that replace older ones of that partition. */
  | { readonly type: 'accept'; readonly task: number }
  /** Throw the task's result away. */
  | { readonly type: 'ignore'; readonly task: number }
  /**
   * Nobody wants the task that this executor is running: terminate the executor and report it lost (`killed`). Should
   * the task end first, report that instead and let the executor live.
   */
  | { readonly type: 'kill'; readonly executor: number; readonly task: number }
  /** Start a new executor in place of a lost one. */
  | { readonly type: 'replace'; readonly executor: number }
  /** Free the output's blocks. */
  | { readonly type: 'drop'; readonly output: string }
  | { readonly type: 'jobDone'; readonly job: number }
  | { readonly type: 'jobFailed'; readonly job: number; readonly fault: Fault }
  | { readonly type: 'emit'; readonly event: Fact }
