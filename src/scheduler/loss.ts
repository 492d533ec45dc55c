// Outputs that are gone. A lost output of a stage that can repeat it reruns just its map task; one that would come out
// otherwise makes the whole stage, and all that was computed from it, void.

import { announceStage } from './announce.ts'
import { demand } from './demand.ts'
import { endJob } from './finish.ts'
import type { Command } from './message.ts'
import { enqueue } from './runnable.ts'
import { type Job, jobsOf, type Part, type Stage, type State } from './state.ts'

const undo = (state: State, stage: Stage, partition: number, part: Part): void => {
  if (part.doneBy !== 0) stage.missing++
  part.doneBy = 0
  part.task = 0
  enqueue(state, stage, partition)
}

/** Running tasks may have read what is void now: they are given up too. */
const voidAll = (state: State, stage: Stage, out: Command[]): void => {
  for (const [partition, part] of stage.parts)
    if (part.doneBy !== 0 || part.task !== 0) undo(state, stage, partition, part)
  state.stale.delete(stage)
  stage.begun = false
  announceStage(stage, out)
}

const failDelivered = (state: State, job: Job, source: Stage, out: Command[]): void =>
  endJob(
    state,
    job,
    {
      code: 'FETCH_FAILED',
      message: `Shuffle ${source.output} was lost after results were computed from it, and running it again may give other records.`,
      hint: 'Make what it reads repeatable (a seed for what is random, an order for what has none), or persist it.',
      stageId: source.users.get(job.id),
    },
    out,
  )

const rollBack = (state: State, source: Stage, out: Command[]): void => {
  const successors = new Set(source.children)
  for (const stage of successors) for (const child of stage.children) successors.add(child)
  for (const job of state.jobs.values())
    if (successors.has(job.result) && job.result.missing < job.result.parts.size)
      failDelivered(state, job, source, out)
  for (const stage of successors) voidAll(state, stage, out)
}

/** Brings up to date what these jobs want; a stale stage among that takes its successors back first. */
export const replan = (state: State, jobs: Iterable<Job>, out: Command[]): void => {
  for (const job of jobs) demand(state, job, out)
  const wantedAgain = () => Array.from(state.stale).find(stage => stage.active)
  for (let stage = wantedAgain(); stage !== undefined; stage = wantedAgain()) {
    state.stale.delete(stage)
    rollBack(state, stage, out)
    for (const job of state.jobs.values()) demand(state, job, out)
  }
}

export const loseOutputs = (
  state: State,
  output: string,
  mapIndexes: readonly number[],
  out: Command[],
): void => {
  const stage = state.outputs.get(output)
  if (stage === undefined) return
  const isDone = (index: number) => (stage.parts.get(index)?.doneBy ?? 0) !== 0
  const lost = mapIndexes.filter(isDone)
  const isVoid = lost.length > 0 && stage.determinacy === 'indeterminate'
  if (isVoid) state.stale.add(stage)
  for (const index of isVoid ? [...stage.parts.keys()].filter(isDone) : lost)
    undo(state, stage, index, stage.parts.get(index)!)
  replan(state, jobsOf(state, stage.users.keys()), out)
}
