// What the driver keeps of jobs and tasks while they run.

import { decode } from '../../codec/codec.ts'
import type { Fault } from '../../fault.ts'
import type { StorageLevel } from '../../lineage/lineage.ts'
import type { Updates } from '../../lineage/shared.ts'
import type { Location } from '../../storage/store.ts'
import type { Site, TaskResult } from '../../worker/program.ts'
import type { Supplies } from './describe.ts'
import type { KeptBatch } from './kept-batches.ts'
import type { MapOutput } from './outputs.ts'
import type { PlannedStage } from './planner.ts'

export interface Plan {
  /** Parents first; the last one answers the action. */
  readonly stages: readonly PlannedStage[]
  readonly supplies: Supplies
}

export interface Submission extends Plan {
  readonly action: string
  /** The plan as it must be now that persisted partitions are gone. */
  readonly replan: () => Promise<Plan>
}

/** By partition. */
export interface Answers {
  readonly results: ReadonlyMap<number, Uint8Array>
  readonly batches: ReadonlyMap<number, readonly KeptBatch[]>
}

export interface RunningJob {
  /** Its own, and those of the jobs beside it, with which it may share some. */
  readonly stages: Map<number, SuppliedStage>
  /** Of the stages that listeners know; undefined is the last one's. */
  readonly outputs: Set<string | undefined>
  readonly replan: () => Promise<Plan>
  readonly results: Map<number, Uint8Array>
  /** Of the action that leaves columns in the store. */
  readonly batches: Map<number, readonly KeptBatch[]>
  /** What tasks added to accumulators, by stage and partition: of a task that ran twice, once. */
  readonly updates: Map<string, TaskUpdates>
  resultBytes: number
  readonly end: (fault?: Fault) => void
}

export interface SuppliedStage {
  readonly stage: PlannedStage
  readonly supplies: Supplies
}

export interface TaskUpdates {
  readonly node: number
  readonly partition: number
  readonly updates: Updates
}

export interface RunningTask {
  readonly jobId: number
  readonly stageId: number
  readonly partition: number
  readonly attempt: number
  readonly stage: PlannedStage
  readonly executor: number
  /** Nothing is taken from under it, or from the RDDs that it reads and writes. */
  readonly reads: ReadonlySet<Location>
  readonly persists: readonly number[]
  /** It reads no more. */
  readonly letGo: () => void
}

/** A finished task's bytes, until the scheduler says whether they count. */
export interface Arrival {
  readonly result: TaskResult
  readonly blobs: readonly Uint8Array[]
  readonly output: MapOutput | undefined
  readonly batches: readonly KeptBatch[] | undefined
  readonly persisted: readonly {
    readonly rdd: number
    readonly partition: number
    readonly level: StorageLevel
    readonly location: Location
  }[]
}

export const deliver = (
  job: RunningJob,
  { stage, partition }: RunningTask,
  { result, blobs, batches }: Arrival,
): void => {
  if (batches !== undefined) job.batches.set(partition, batches)
  if (result.updates !== undefined) {
    const node = stage.stage.root.id
    const updates = decode(blobs[result.updates]!) as unknown as Updates
    job.updates.set(`${stage.spec.output ?? ''}:${partition}`, { node, partition, updates })
  }
  if (result.value === undefined) return
  const value = blobs[result.value]!
  job.results.set(partition, value)
  job.resultBytes += value.length
}

export const placeOf = ({ jobId, stageId, partition, attempt }: RunningTask) => ({
  jobId,
  stageId,
  partition,
  attempt,
})

export const stageInfo = ({ spec, stage }: PlannedStage) => ({
  stage: spec.id,
  name: [...new Set(stage.operators)].join(' '),
  tasks: spec.partitions.length,
  parents: spec.parents.map(parent => parent.stage),
})

export const inputGone = ({ operator, at }: Site): Fault => ({
  code: 'FETCH_FAILED',
  message: 'Persisted partitions that the job was to read are gone: they are made again.',
  operator,
  callSite: at,
})

export const cancelled = (reason: unknown): Fault => ({
  code: 'CANCELLED',
  message: 'The job was cancelled.',
  cause: reason,
})

export const tooMuch = (bytes: number, maxResultBytes: number): Fault => ({
  code: 'OUT_OF_MEMORY',
  message: `The results of this job outgrew maxResultBytes: ${bytes} bytes against ${maxResultBytes}.`,
  hint: 'Save the records (saveAsTextFile), aggregate them first, or raise maxResultBytes.',
})
