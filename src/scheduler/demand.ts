// Which stages a job needs now: from its result upwards through all that is not complete.

import { announceStage } from './announce.ts'
import type { Command } from './message.ts'
import { nothingPending } from './pending.ts'
import { enqueue, relist } from './runnable.ts'
import { isComplete, type Job, type Stage, type State } from './state.ts'

const incompleteFrom = (result: Stage): ReadonlySet<Stage> => {
  const wanted = new Set<Stage>()
  const visit = (stage: Stage) => {
    if (!isComplete(stage)) wanted.add(stage)
  }
  visit(result)
  for (const stage of wanted) stage.parents.forEach(visit)
  return wanted
}

const activate = (state: State, stage: Stage): void => {
  stage.active = true
  stage.fetchFailures = 0
  for (const [partition, part] of stage.parts) {
    part.failures = 0
    part.losses = 0
    if (part.doneBy === 0 && part.task === 0) enqueue(state, stage, partition)
  }
}

const deactivate = (stage: Stage): void => {
  stage.active = false
  stage.begun = false
  stage.pending = nothingPending()
}

const settle = (state: State, stage: Stage, out: Command[]): void => {
  const wanted = stage.wantedBy.size > 0
  stage.owner = wanted ? Math.min(...stage.wantedBy) : undefined
  if (wanted && !stage.active) activate(state, stage)
  if (!wanted && stage.active) deactivate(stage)
  stage.ready = wanted && stage.parents.every(isComplete)
  relist(state, stage)
  announceStage(stage, out)
}

/** Brings what the job wants up to date, after one of its stages became complete or incomplete, or it ended. */
export const demand = (state: State, job: Job, out: Command[]): void => {
  const before = job.wanted
  job.wanted = state.jobs.has(job.id) ? incompleteFrom(job.result) : new Set()
  for (const stage of before) if (!job.wanted.has(stage)) stage.wantedBy.delete(job.id)
  for (const stage of job.wanted) stage.wantedBy.add(job.id)
  for (const stage of before) settle(state, stage, out)
  for (const stage of job.wanted) if (!before.has(stage)) settle(state, stage, out)
}
