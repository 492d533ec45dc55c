// From a job to the stages that the scheduler runs: sources cut, stages cut, programs made. What hangs on a lineage
// alone (splits, programs of map stages, captures) is remembered with it and goes when it goes.

import { batchSplits, cut } from '../../io/cut.ts'
import type { Split } from '../../io/split.ts'
import { determinacyOf } from '../../lineage/determinacy.ts'
import { foldWith } from '../../lineage/fold.ts'
import type { Lineage, Source } from '../../lineage/lineage.ts'
import { partitionerOf } from '../../lineage/partitioner-of.ts'
import { partitionCounts } from '../../lineage/partitions.ts'
import type { OutsideRows } from '../../lineage/source.ts'
import { wellformed } from '../../lineage/wellformed.ts'
import { cutStages, type Stage } from '../../plan/stage.ts'
import type { StageSpec } from '../../scheduler/message.ts'
import { located } from '../../worker/faults.ts'
import type { Job } from '../engine.ts'
import { type Need, needsOf } from './inputs.ts'
import { type PlannedProgram, programOf, siteOf } from './program-of.ts'

export interface PlannedStage {
  readonly spec: StageSpec
  readonly stage: Stage
  readonly planned: PlannedProgram
  readonly needs: (partition: number) => readonly Need[]
}

export interface StoredFacts {
  readonly isStored: (persisted: Lineage, partition: number) => boolean
  readonly holder: (persisted: Lineage, partition: number) => number | undefined
}

/** How many batches a source has that was made outside; undefined where it is not to be made for that. */
export type CountBatches = (rows: OutsideRows) => Promise<number | undefined> | undefined

const splitsOfSource = new WeakMap<Source, Promise<readonly Split[]>>()

/** Undefined where they are not known yet. */
export const splitsOf = async (
  source: Source,
  countBatches: CountBatches,
): Promise<readonly Split[] | undefined> => {
  const { from } = source
  try {
    if (from.from !== 'batches') return await splitsOfFiles(source, from)
    const numBatches = await countBatches(from.rows)
    return numBatches === undefined ? undefined : batchSplits(numBatches)
  } catch (error) {
    throw located(error, siteOf(source))
  }
}

const splitsOfFiles = (source: Source, from: Parameters<typeof cut>[0]): Promise<readonly Split[]> => {
  const known = splitsOfSource.get(source)
  if (known !== undefined) return known
  const cutting = cut(from).catch((error: unknown) => {
    // Not remembered: the missing file may be there at the next action.
    splitsOfSource.delete(source)
    throw error
  })
  splitsOfSource.set(source, cutting)
  return cutting
}

/** Partition counts of a lineage and all above it, its sources cut; undefined where they are not known yet. */
export const countsOf = async (
  root: Lineage,
  countBatches: CountBatches,
): Promise<(lineage: Lineage) => number | undefined> => {
  const sources: Source[] = []
  foldWith<void>(node => {
    if (node.kind === 'source') sources.push(node)
  })(root)
  const sizes = new Map<Source, number | undefined>()
  for (const source of sources) sizes.set(source, (await splitsOf(source, countBatches))?.length)
  const counts = partitionCounts(root, source => sizes.get(source))
  return lineage => counts.get(lineage)
}

/** The sources that a stage reads. */
export const sourcesOf = ({ planned }: PlannedStage): readonly Source[] =>
  planned.origins.filter((node): node is Source => node.kind === 'source')

/** The stages as far as they are known without making what is made outside: a stage may have NaN partitions. */
export const stagesOf = async (root: Lineage, countBatches: CountBatches): Promise<readonly Stage[]> => {
  const countOf = await countsOf(root, countBatches)
  return cutStages(root, {
    numPartitionsOf: lineage => countOf(lineage) ?? Number.NaN,
    determinacyOf,
    partitionerOf,
  })
}

const mapPrograms = new WeakMap<Lineage, Map<string, PlannedProgram>>()

let nextStage = 1

/** The stages to run, parents first; the last one answers the action. Stages that nothing reads are left out. */
export const planJob = async (
  job: Job,
  stored: StoredFacts,
  countBatches: CountBatches,
): Promise<readonly PlannedStage[]> => {
  wellformed(job.lineage)
  const countOf = await countsOf(job.lineage, countBatches)
  const numPartitionsOf = (lineage: Lineage): number => countOf(lineage)!
  const facts = { numPartitionsOf, determinacyOf, partitionerOf }
  const stages = cutStages(job.lineage, facts)
  const answer = { action: job.action, site: siteOf(job) }
  const program = (stage: Stage): PlannedProgram => {
    if (stage.output === undefined) return programOf(stage, answer, facts)
    const own = mapPrograms.get(stage.output.into) ?? new Map<string, PlannedProgram>()
    mapPrograms.set(stage.output.into, own)
    const planned = own.get(stage.output.id) ?? programOf(stage, answer, facts)
    own.set(stage.output.id, planned)
    return planned
  }

  const read = (stage: Stage): Read => {
    const planned = program(stage)
    const partitions =
      stage.output === undefined ? (job.partitions ?? range(stage.numPartitions)) : range(stage.numPartitions)
    const edges = new Set<string>()
    const preferred = new Map<number, number>()
    for (const partition of partitions)
      for (const need of needsOf(planned, partition, stored.isStored)) {
        if (need.of === 'blocks') edges.add(need.edge)
        const holder = need.of === 'stored' ? stored.holder(need.origin, need.partition) : undefined
        if (holder !== undefined) preferred.set(partition, holder)
      }
    return { planned, partitions, edges, preferred }
  }
  const result = stages[stages.length - 1]!
  const reads = new Map([[result, read(result)]])
  for (const [stage, { edges }] of reads)
    for (const parent of stage.parents)
      if (edges.has(parent.output!.id) && !reads.has(parent)) reads.set(parent, read(parent))

  const ids = new Map<Stage, number>()
  return stages
    .filter(stage => reads.has(stage))
    .map(stage => {
      const { planned, partitions, edges, preferred } = reads.get(stage)!
      const id = nextStage++
      ids.set(stage, id)
      const parents = stage.parents
        .filter(parent => edges.has(parent.output!.id))
        .map(parent => ({ stage: ids.get(parent)! }))
      const { determinacy, output } = stage
      const spec: StageSpec = { id, partitions, parents, output: output?.id, determinacy, preferred }
      return { spec, stage, planned, needs: partition => needsOf(planned, partition, stored.isStored) }
    })
}

interface Read {
  readonly planned: PlannedProgram
  readonly partitions: readonly number[]
  /** The edges that these partitions really read. */
  readonly edges: ReadonlySet<string>
  readonly preferred: ReadonlyMap<number, number>
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)
