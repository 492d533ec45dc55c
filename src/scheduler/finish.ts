// How jobs end, and what nobody uses any more goes with them.

import type { Fault } from '../fault.ts'
import { demand } from './demand.ts'
import { condemn } from './executor.ts'
import type { Command } from './message.ts'
import type { Job, Stage, State } from './state.ts'

const unlink = (stage: Stage): void => {
  for (const parent of stage.parents) parent.children.delete(stage)
  for (const child of stage.children) child.parents = child.parents.filter(parent => parent !== stage)
}

/** Forgets an output if it is released and no running job uses it. */
const dropIfUnused = (state: State, stage: Stage, out: Command[]): void => {
  if (stage.users.size > 0 || !stage.released || stage.output === undefined) return
  unlink(stage)
  state.outputs.delete(stage.output)
  state.stale.delete(stage)
  out.push({ type: 'drop', output: stage.output })
}

/** With a fault, the job has failed. */
export const endJob = (state: State, job: Job, fault: Fault | undefined, out: Command[]): void => {
  state.jobs.delete(job.id)
  demand(state, job, out)
  out.push(
    fault === undefined
      ? { type: 'jobDone', job: job.id }
      : { type: 'jobFailed', job: job.id, fault: { ...fault, jobId: job.id } },
  )
  unlink(job.result)
  for (const stage of job.stages) {
    stage.users.delete(job.id)
    dropIfUnused(state, stage, out)
  }
  for (const executor of state.executors.values()) condemn(state, executor, out)
}

export const cancelJob = (state: State, id: number, fault: Fault, out: Command[]): void => {
  const job = state.jobs.get(id)
  if (job !== undefined) endJob(state, job, fault, out)
}

export const releaseOutput = (state: State, output: string, out: Command[]): void => {
  const stage = state.outputs.get(output)
  if (stage === undefined) return
  stage.released = true
  dropIfUnused(state, stage, out)
}
