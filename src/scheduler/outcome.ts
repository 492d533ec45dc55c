// How a task ends: well, with an error, without its input, or with its executor.

import type { Fault } from '../fault.ts'
import { announceExecutorLost, announceTaskEnd } from './announce.ts'
import { demand } from './demand.ts'
import { removeExecutor, vacate } from './executor.ts'
import { endJob } from './finish.ts'
import { loseOutputs } from './loss.ts'
import type { Command, SchedulerEvent } from './message.ts'
import { countFailure, countFetchFailure, countLoss } from './retry.ts'
import { enqueue } from './runnable.ts'
import { isComplete, isCurrent, jobsOf, type Stage, type State, type Task } from './state.ts'
import { extendJob } from './submit.ts'

type Report<T extends SchedulerEvent['type']> = Extract<SchedulerEvent, { type: T }>

const superseded: Fault = { code: 'CANCELLED', message: 'The result of this attempt is not wanted any more.' }

const completeStage = (state: State, stage: Stage, out: Command[]): void => {
  for (const job of jobsOf(state, stage.wantedBy))
    if (job.result === stage) endJob(state, job, undefined, out)
    else demand(state, job, out)
}

export const succeedTask = (
  state: State,
  { task: id, metrics }: Report<'taskSucceeded'>,
  out: Command[],
): void => {
  const task = vacate(state, id, out)
  if (task === undefined || !isCurrent(task)) {
    if (task !== undefined) announceTaskEnd(task, { fault: superseded }, out)
    out.push({ type: 'ignore', task: id })
    return
  }
  const { stage, partition } = task
  const part = stage.parts.get(partition)!
  part.task = 0
  part.doneBy = id
  stage.missing--
  out.push({ type: 'accept', task: id })
  announceTaskEnd(task, { metrics }, out)
  if (isComplete(stage)) completeStage(state, stage, out)
}

/** The attempt is over, its partition waits again. False if it was given up before. */
const giveBack = (state: State, task: Task, fault: Fault, out: Command[]): boolean => {
  announceTaskEnd(task, { fault }, out)
  if (!isCurrent(task)) return false
  task.stage.parts.get(task.partition)!.task = 0
  enqueue(state, task.stage, task.partition)
  return true
}

export const failTask = (state: State, { task: id, fault }: Report<'taskFailed'>, out: Command[]): void => {
  const task = vacate(state, id, out)
  if (task !== undefined && giveBack(state, task, fault, out)) countFailure(state, task, fault, out)
}

export const failFetch = (
  state: State,
  { task: id, output, mapIndex, fault }: Report<'fetchFailed'>,
  out: Command[],
): void => {
  const task = vacate(state, id, out)
  if (task === undefined) return
  const wasCurrent = giveBack(state, task, fault, out)
  // A task launched before the output was made anew complains of the old one.
  const made = state.outputs.get(output)?.parts.get(mapIndex)?.doneBy ?? 0
  if (made < id) loseOutputs(state, output, [mapIndex], out)
  if (wasCurrent) countFetchFailure(state, task, fault, out)
}

export const loseInput = (
  state: State,
  { task: id, job: jobId, stages, fault }: Report<'inputGone'>,
  out: Command[],
): void => {
  const task = vacate(state, id, out)
  if (task !== undefined) giveBack(state, task, fault, out)
  const job = state.jobs.get(jobId)
  if (job !== undefined && stages !== undefined) extendJob(state, job, stages, out)
}

export const loseExecutor = (
  state: State,
  { executor, reason, fault, running }: Report<'executorLost'>,
  out: Command[],
): void => {
  const tasks = removeExecutor(state, executor)
  if (tasks === undefined) return
  announceExecutorLost(executor, reason, out)
  out.push({ type: 'replace', executor })
  const lost = tasks.filter(task => giveBack(state, task, fault, out))
  // A kill may come after the task that it was meant for.
  const blamed = reason === 'killed' ? undefined : lost.find(task => task.id === running)
  if (blamed === undefined) return
  if (reason === 'timeout') countFailure(state, blamed, fault, out)
  else countLoss(state, blamed, reason, fault, out)
}
