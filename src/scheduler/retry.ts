// How often a task is tried, and the fault of a job that has tried enough. Errors of the user, lost workers and
// unreadable outputs are counted apart, each since the stage was last taken up.

import type { Fault } from '../fault.ts'
import { endJob } from './finish.ts'
import type { Command, LossReason } from './message.ts'
import { type Job, jobsOf, type Stage, type State, type Task } from './state.ts'

const maxLosses = 4
const maxFetchFailures = 4

const failJobs = (
  state: State,
  stage: Stage,
  hasEnough: (job: Job) => boolean,
  faultOf: (stageId: number) => Fault,
  out: Command[],
): void => {
  for (const job of jobsOf(state, stage.wantedBy))
    if (hasEnough(job)) endJob(state, job, faultOf(stage.users.get(job.id)!), out)
}

/** The user's function threw, or took too long. */
export const countFailure = (state: State, task: Task, fault: Fault, out: Command[]): void => {
  const { stage, partition, attempt } = task
  const failures = ++stage.parts.get(partition)!.failures
  const faultOf = (stageId: number): Fault => ({ ...fault, stageId, partition, attempt })
  failJobs(state, stage, job => failures >= job.maxFailures, faultOf, out)
}

/** The executor died under the task. */
export const countLoss = (
  state: State,
  task: Task,
  reason: LossReason,
  cause: Fault,
  out: Command[],
): void => {
  const { stage, partition, attempt } = task
  const losses = ++stage.parts.get(partition)!.losses
  const oom = reason === 'oom'
  const faultOf = (stageId: number): Fault => ({
    code: oom ? 'OUT_OF_MEMORY' : 'WORKER_LOST',
    message: `Partition ${partition} of stage ${stageId} ${oom ? 'ran out of memory' : 'lost its worker'} ${losses} times.`,
    hint: oom ? 'Give the session more memory, or use more partitions.' : undefined,
    cause,
    operator: cause.operator,
    callSite: cause.callSite,
    stageId,
    partition,
    attempt,
  })
  failJobs(state, stage, () => losses >= maxLosses, faultOf, out)
}

/** The task could not read an output. Tasks launched together often fail together: they count once. */
export const countFetchFailure = (state: State, task: Task, cause: Fault, out: Command[]): void => {
  const { stage, partition, attempt } = task
  if (task.id <= stage.countedUpTo) return
  stage.countedUpTo = state.lastTask
  const failures = ++stage.fetchFailures
  const faultOf = (stageId: number): Fault => ({
    code: 'FETCH_FAILED',
    message: `Stage ${stageId} could not read the output of an earlier stage, ${failures} times in a row.`,
    cause,
    operator: cause.operator,
    callSite: cause.callSite,
    stageId,
    partition,
    attempt,
  })
  failJobs(state, stage, () => failures >= maxFetchFailures, faultOf, out)
}
