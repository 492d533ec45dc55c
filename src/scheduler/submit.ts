// A job arrives: its stages join those that are there already.

import { PartitaError } from '../fault.ts'
import { endJob } from './finish.ts'
import { replan } from './loss.ts'
import type { Command, SchedulerEvent, StageSpec } from './message.ts'
import { nothingPending } from './pending.ts'
import { isComplete, type Job, type Stage, type State } from './state.ts'

const newStage = (state: State, spec: StageSpec, parents: readonly Stage[]): Stage => ({
  output: spec.output,
  determinacy: spec.determinacy,
  order: ++state.lastStage,
  depth: parents.reduce((depth, parent) => Math.max(depth, parent.depth + 1), 0),
  parts: new Map(),
  missing: 0,
  parents,
  children: new Set(),
  preferred: spec.preferred,
  users: new Map(),
  wantedBy: new Set(),
  owner: undefined,
  active: false,
  ready: false,
  pending: nothingPending(),
  listed: undefined,
  begun: false,
  announced: undefined,
  fetchFailures: 0,
  countedUpTo: 0,
  released: false,
})

/** Parents are linked anew: an output may outlive those that it was made from. */
const link = (stage: Stage, parents: readonly Stage[]): void => {
  for (const parent of stage.parents) parent.children.delete(stage)
  stage.parents = parents
  for (const parent of parents) parent.children.add(stage)
}

const addParts = (stage: Stage, partitions: readonly number[]): void => {
  for (const partition of partitions) {
    if (stage.parts.has(partition)) continue
    stage.parts.set(partition, { attempts: 0, failures: 0, losses: 0, task: 0, doneBy: 0 })
    stage.missing++
  }
}

type Submission = Extract<SchedulerEvent, { type: 'jobSubmitted' }>

export const submitJob = (
  state: State,
  { job: id, stages, maxFailures }: Submission,
  out: Command[],
): void => {
  const byId = new Map<number, Stage>()
  const stageOf = (spec: StageSpec): Stage => {
    const parents = spec.parents.map(parent => {
      const stage = byId.get(parent.stage)
      if (stage !== undefined) return stage
      throw new PartitaError(
        'INTERNAL',
        `Stage ${spec.id} was submitted before stage ${parent.stage}, which it reads.`,
      )
    })
    const known = spec.output === undefined ? undefined : state.outputs.get(spec.output)
    const stage = known ?? newStage(state, spec, parents)
    if (spec.output !== undefined) state.outputs.set(spec.output, stage)
    link(stage, parents)
    stage.released = false
    stage.preferred = spec.preferred ?? stage.preferred
    addParts(stage, spec.partitions)
    stage.users.set(id, spec.id)
    return stage
  }
  for (const spec of stages) byId.set(spec.id, stageOf(spec))
  const result = byId.get(stages.at(-1)!.id)!
  const job: Job = { id, maxFailures, stages: new Set(byId.values()), result, wanted: new Set() }
  state.jobs.set(id, job)
  if (isComplete(result)) endJob(state, job, undefined, out)
  else replan(state, [job], out)
}
