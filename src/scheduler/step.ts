// The one entrance: an event in, commands out, in the order in which the engine must carry them out.

import { assign } from './assign.ts'
import { joinExecutor } from './executor.ts'
import { cancelJob, releaseOutput } from './finish.ts'
import { loseOutputs } from './loss.ts'
import type { Command, SchedulerEvent } from './message.ts'
import { failFetch, failTask, loseExecutor, loseInput, succeedTask } from './outcome.ts'
import type { State } from './state.ts'
import { submitJob } from './submit.ts'

const apply = (state: State, event: SchedulerEvent, out: Command[]): void => {
  switch (event.type) {
    case 'jobSubmitted':
      submitJob(state, event, out)
      break
    case 'jobCancelled':
      cancelJob(state, event.job, event.fault, out)
      break
    case 'executorJoined':
      joinExecutor(state, event.executor, out)
      break
    case 'executorLost':
      loseExecutor(state, event, out)
      break
    case 'taskSucceeded':
      succeedTask(state, event, out)
      break
    case 'taskFailed':
      failTask(state, event, out)
      break
    case 'fetchFailed':
      failFetch(state, event, out)
      break
    case 'inputGone':
      loseInput(state, event, out)
      break
    case 'outputLost':
      loseOutputs(state, event.output, event.mapIndexes, out)
      break
    case 'outputReleased':
      releaseOutput(state, event.output, out)
      break
  }
}

/** The same events give the same commands. Uses the given state up; read and pass on only the returned one. */
export const step = (state: State, event: SchedulerEvent): readonly [State, readonly Command[]] => {
  const out: Command[] = []
  apply(state, event, out)
  assign(state, out)
  return [state, out]
}
