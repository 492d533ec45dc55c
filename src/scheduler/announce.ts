// Facts for listeners. Each names a running job: the owner of the stage.

import type { TaskMetrics } from '../event.ts'
import type { Fault } from '../fault.ts'
import type { Command, Fact } from './message.ts'
import type { Stage, Task } from './state.ts'

const emit = (out: Command[], event: Fact): void => {
  out.push({ type: 'emit', event })
}

/** A stage has started for its owner once a task was launched, and ended when nobody wants it any more. */
export const announceStage = (stage: Stage, out: Command[]): void => {
  const job = stage.begun ? stage.owner : undefined
  const { announced } = stage
  if (job === announced?.job) return
  if (announced !== undefined) emit(out, { type: 'stageEnded', ...announced })
  stage.announced = job === undefined ? undefined : { job, stage: stage.users.get(job)! }
  if (stage.announced !== undefined)
    emit(out, { type: 'stageStarted', ...stage.announced, tasks: stage.missing })
}

const nameOf = ({ stage: { owner, users }, partition, attempt, executor }: Task) => {
  const job = owner ?? Math.min(...users.keys())
  return { job, stage: users.get(job)!, partition, attempt, executor }
}

export const announceTask = (task: Task, out: Command[]): void =>
  emit(out, { type: 'taskStarted', ...nameOf(task) })

export const announceTaskEnd = (
  task: Task,
  ended: { readonly fault: Fault } | { readonly metrics: TaskMetrics | undefined },
  out: Command[],
): void => {
  if (task.stage.users.size > 0) emit(out, { type: 'taskEnded', ...nameOf(task), ...ended })
}

export const announceExecutor = (executor: number, out: Command[]): void =>
  emit(out, { type: 'executorStarted', executor })

export const announceExecutorLost = (executor: number, reason: string, out: Command[]): void =>
  emit(out, { type: 'executorLost', executor, reason })
