// A job arrives: its stages join those that are there already.

import { PartitaError } from '../fault.ts'
import { endJob } from './finish.ts'
import { replan } from './loss.ts'
import type { Command, SchedulerEvent, StageSpec } from './message.ts'
import { nothingPending } from './pending.ts'
import { isComplete, type Job, jobsOf, type Stage, type State } from './state.ts'

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

/** The job's stages by their ids in `specs`; those that are there already are linked as the specs say. */
const placeStages = (
  state: State,
  job: number,
  specs: readonly StageSpec[],
  result: Stage | undefined,
): ReadonlyMap<number, Stage> => {
  const byId = new Map<number, Stage>()
  for (const spec of specs) {
    const parents = spec.parents.map(parent => {
      const stage = byId.get(parent.stage)
      if (stage !== undefined) return stage
      throw new PartitaError(
        'INTERNAL',
        `Stage ${spec.id} was submitted before stage ${parent.stage}, which it reads.`,
      )
    })
    const known = spec.output === undefined ? result : state.outputs.get(spec.output)
    const stage = known ?? newStage(state, spec, parents)
    if (spec.output !== undefined) state.outputs.set(spec.output, stage)
    link(stage, parents)
    stage.released = false
    stage.preferred = spec.preferred ?? stage.preferred
    addParts(stage, spec.partitions)
    if (!stage.users.has(job)) stage.users.set(job, spec.id)
    byId.set(spec.id, stage)
  }
  return byId
}

/** Who uses a stage uses the parents that it got now, too. Gives all whose wants may have changed. */
const shareParents = (
  state: State,
  specs: readonly StageSpec[],
  byId: ReadonlyMap<number, Stage>,
): ReadonlySet<Job> => {
  const affected = new Set<Job>()
  for (const { id, parents } of [...specs].reverse())
    for (const job of jobsOf(state, byId.get(id)!.users.keys())) {
      affected.add(job)
      for (const { stage: parentId } of parents) {
        const parent = byId.get(parentId)!
        if (!parent.users.has(job.id)) parent.users.set(job.id, parentId)
        job.stages.add(parent)
      }
    }
  return affected
}

export const submitJob = (
  state: State,
  { job: id, stages, maxFailures }: Submission,
  out: Command[],
): void => {
  const byId = placeStages(state, id, stages, undefined)
  const result = byId.get(stages.at(-1)!.id)!
  const job: Job = { id, maxFailures, stages: new Set(byId.values()), result, wanted: new Set() }
  state.jobs.set(id, job)
  const affected = shareParents(state, stages, byId)
  if (isComplete(result)) endJob(state, job, undefined, out)
  replan(state, affected, out)
}

/** The job needs stages that it was submitted without. */
export const extendJob = (state: State, job: Job, stages: readonly StageSpec[], out: Command[]): void => {
  const byId = placeStages(state, job.id, stages, job.result)
  for (const stage of byId.values()) job.stages.add(stage)
  replan(state, shareParents(state, stages, byId), out)
}
