// Executors: the tasks on each, who has a free slot, and who runs something that nobody wants.

import { announceExecutor } from './announce.ts'
import type { Command } from './message.ts'
import { type Executor, isCurrent, type State, type Task } from './state.ts'

/** Executors with fewer tasks come first; one that is to die, or is full, not at all. */
const place = (state: State, executor: Executor): void => {
  executor.place?.delete(executor)
  executor.place = executor.killing === undefined ? state.free[executor.tasks.length] : undefined
  executor.place?.add(executor)
}

export const idlest = (state: State): Executor | undefined => {
  for (const executors of state.free) for (const executor of executors) return executor
  return undefined
}

export const joinExecutor = (state: State, id: number, out: Command[]): void => {
  if (state.executors.has(id)) return
  const executor: Executor = { id, tasks: [], killing: undefined, place: undefined }
  state.executors.set(id, executor)
  place(state, executor)
  announceExecutor(id, out)
}

export const occupy = (state: State, executor: Executor, task: Task): void => {
  state.tasks.set(task.id, task)
  executor.tasks.push(task)
  place(state, executor)
}

/** Gives up tasks of stages that no running job uses; has the executor killed if it is running one. */
export const condemn = (state: State, executor: Executor, out: Command[]): void => {
  for (const task of executor.tasks)
    if (task.stage.users.size === 0) {
      if (isCurrent(task)) task.stage.parts.get(task.partition)!.task = 0
      task.abandoned = true
    }
  const [running] = executor.tasks
  const unwanted = running?.abandoned ? running : undefined
  if (unwanted !== undefined && unwanted !== executor.killing)
    out.push({ type: 'kill', executor: executor.id, task: unwanted.id })
  executor.killing = unwanted
  place(state, executor)
}

/** Takes a task that ended from its executor; undefined if it was lost with it, or has ended before. */
export const vacate = (state: State, id: number, out: Command[]): Task | undefined => {
  const task = state.tasks.get(id)
  if (task === undefined) return undefined
  state.tasks.delete(id)
  const executor = state.executors.get(task.executor)!
  executor.tasks.splice(executor.tasks.indexOf(task), 1)
  condemn(state, executor, out)
  return task
}

/** Takes a lost executor out, and gives the tasks that were lost with it. */
export const removeExecutor = (state: State, id: number): readonly Task[] | undefined => {
  const executor = state.executors.get(id)
  if (executor === undefined) return undefined
  state.executors.delete(id)
  executor.place?.delete(executor)
  for (const task of executor.tasks) state.tasks.delete(task.id)
  return executor.tasks
}
