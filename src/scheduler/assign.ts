// Free slots meet pending partitions.

import { announceStage, announceTask } from './announce.ts'
import { idlest, occupy } from './executor.ts'
import type { Command } from './message.ts'
import { takePending } from './pending.ts'
import { relist } from './runnable.ts'
import type { Executor, Stage, State, Task } from './state.ts'

const launch = (state: State, stage: Stage, partition: number, executor: Executor, out: Command[]): void => {
  const part = stage.parts.get(partition)!
  const task: Task = {
    id: ++state.lastTask,
    stage,
    partition,
    attempt: part.attempts++,
    executor: executor.id,
    abandoned: false,
  }
  part.task = task.id
  occupy(state, executor, task)
  if (!stage.begun) {
    stage.begun = true
    announceStage(stage, out)
  }
  announceTask(task, out)
  const job = stage.owner!
  out.push({
    type: 'launch',
    task: task.id,
    job,
    stage: stage.users.get(job)!,
    partition,
    attempt: task.attempt,
    executor: executor.id,
  })
}

export const assign = (state: State, out: Command[]): void => {
  const isFree = (id: number) => state.executors.get(id)?.place !== undefined
  for (let stage = state.runnable[0]; stage !== undefined; stage = state.runnable[0]) {
    const executor = idlest(state)
    if (executor === undefined) return
    const [partition, chosen] = takePending(stage.pending, executor.id, isFree)
    launch(state, stage, partition, state.executors.get(chosen)!, out)
    relist(state, stage)
  }
}
