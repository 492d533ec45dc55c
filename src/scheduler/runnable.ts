// Which stages may launch tasks, in order: lower job, then parents first, then older.

import { addPending } from './pending.ts'
import type { Stage, State } from './state.ts'

const goesBefore = (a: Stage, b: Stage): boolean =>
  (a.listed! - b.listed! || a.depth - b.depth || a.order - b.order) < 0

/** Puts the stage into, out of, or at another place of the list, as it now deserves. */
export const relist = (state: State, stage: Stage): void => {
  const owner = stage.ready && stage.pending.size > 0 ? stage.owner : undefined
  if (owner === stage.listed) return
  const { runnable } = state
  if (stage.listed !== undefined) runnable.splice(runnable.indexOf(stage), 1)
  stage.listed = owner
  if (owner === undefined) return
  const behind = runnable.findIndex(other => goesBefore(stage, other))
  runnable.splice(behind < 0 ? runnable.length : behind, 0, stage)
}

/** For a partition that is neither running nor done. */
export const enqueue = (state: State, stage: Stage, partition: number): void => {
  if (!stage.active) return
  addPending(stage.pending, partition, stage.preferred?.get(partition))
  relist(state, stage)
}
