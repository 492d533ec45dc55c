// The scheduler's state. It is mutable inside, so that an event costs microseconds whatever the size of a stage, and
// owned by `step`: a state that was passed to `step` is used up, only the one it returns may be read or passed again.

import type { StageSpec } from './message.ts'
import type { Pending } from './pending.ts'

/** One partition of a stage. It waits, runs (`task`) or is done (`doneBy`). */
export interface Part {
  attempts: number
  /** Errors of the user, and workers lost under it, since its stage was last taken up. */
  failures: number
  losses: number
  /** The one attempt whose success will be accepted; 0 if none. */
  task: number
  /** The task whose success was accepted; 0 if its result is missing. */
  doneBy: number
}

/** A map stage lives as long as its output is registered and may serve several jobs; a result stage as long as its job. */
export interface Stage {
  readonly output: string | undefined
  readonly determinacy: StageSpec['determinacy']
  /** Its place among all stages, by age. */
  readonly order: number
  /** Longest path to a stage without parents. */
  readonly depth: number
  readonly parts: Map<number, Part>
  /** How many parts are not done. */
  missing: number
  parents: readonly Stage[]
  readonly children: Set<Stage>
  preferred: StageSpec['preferred']
  /** Running jobs whose graph holds it → the id that it has there. */
  readonly users: Map<number, number>
  /** Those of them that cannot end before it does. */
  readonly wantedBy: Set<number>
  /** The lowest of these: gives the stage its rank and its name in commands and events. */
  owner: number | undefined
  /** Wanted, so that what is neither running nor done is pending. */
  active: boolean
  /** Active, and all parents are complete. */
  ready: boolean
  pending: Pending
  /** The owner for which it stands in `runnable`. */
  listed: number | undefined
  /** A task was launched since it became active. */
  begun: boolean
  /** As whose stage listeners know it at the moment. */
  announced: { readonly job: number; readonly stage: number } | undefined
  /** How many times in a row it could not read a parent's output. */
  fetchFailures: number
  /** The last task launched when that was last counted: this and older ones belong to the same time. */
  countedUpTo: number
  released: boolean
}

export interface Job {
  readonly id: number
  readonly maxFailures: number
  readonly stages: Set<Stage>
  readonly result: Stage
  /** Its stages that it cannot end without. */
  wanted: ReadonlySet<Stage>
}

export interface Task {
  readonly id: number
  readonly stage: Stage
  readonly partition: number
  readonly attempt: number
  readonly executor: number
  /** No running job used its stage at some time; not to be waited for, even if one does now. */
  abandoned: boolean
}

export interface Executor {
  readonly id: number
  /** In the order of launch: the first is running, the others wait behind it. */
  readonly tasks: Task[]
  /** The task for which it was told to die. */
  killing: Task | undefined
  /** Its set within `free`; undefined while it takes no tasks. */
  place: Set<Executor> | undefined
}

export interface State {
  readonly jobs: Map<number, Job>
  /** Map stages by output. */
  readonly outputs: Map<string, Stage>
  readonly tasks: Map<number, Task>
  readonly executors: Map<number, Executor>
  /** Executors with a free slot, by the number of tasks they have. */
  readonly free: readonly Set<Executor>[]
  /** Ready stages with pending partitions: lower job, then parents first, then older. */
  readonly runnable: Stage[]
  /** Indeterminate stages that lost outputs: what was computed from them is void as soon as they run again. */
  readonly stale: Set<Stage>
  lastTask: number
  lastStage: number
}

export const initial = ({ slotsPerExecutor }: { readonly slotsPerExecutor: number }): State => ({
  jobs: new Map(),
  outputs: new Map(),
  tasks: new Map(),
  executors: new Map(),
  free: Array.from({ length: slotsPerExecutor }, () => new Set<Executor>()),
  runnable: [],
  stale: new Set(),
  lastTask: 0,
  lastStage: 0,
})

export const isComplete = (stage: Stage): boolean => stage.missing === 0

/** Whether all of an output is there to be read. */
export const hasOutput = (state: State, output: string): boolean => {
  const stage = state.outputs.get(output)
  return stage !== undefined && isComplete(stage)
}

/** Only the success of a current task is accepted. */
export const isCurrent = ({ id, stage, partition }: Task): boolean => stage.parts.get(partition)?.task === id

export const jobsOf = (state: State, ids: Iterable<number>): readonly Job[] =>
  Array.from(ids, id => state.jobs.get(id)!)
