// The local engine: this process and its workers. Guarded by laws/engine: equal to the reference, bit for bit and in
// order, whatever the number of workers.

import { decode, encode } from '../../codec/codec.ts'
import { withArrow } from '../../codec/record-batch.ts'
import { PartitaError } from '../../fault.ts'
import { allowLightDatabase, FILES_SHARE } from '../../io/duckdb/light.ts'
import type { Split } from '../../io/split.ts'
import type { Action } from '../../lineage/action.ts'
import type { Lineage, Persisted, Source } from '../../lineage/lineage.ts'
import { notesOf, outsideOf } from '../../lineage/show.ts'
import type { ItemsSource, OutsideRows } from '../../lineage/source.ts'
import { type BlockStore, blockStore, type Location } from '../../storage/store.ts'
import { located } from '../../worker/faults.ts'
import type { Engine } from '../engine.ts'
import { type Driver, driver } from './driver.ts'
import { partitionBatches } from './kept-batches.ts'
import { type HeldRows, outsideRows } from './outside.ts'
import type { PlannedStage } from './planner.ts'
import { spawnThread } from './pool.ts'
import type { Plan } from './running.ts'
import { type Clock, type SpawnWorker, systemClock } from './world.ts'

export interface LocalOptions {
  readonly workers: number
  /** Attempts of a task that throws; lost workers are always retried. */
  readonly maxFailures: number
  /** Milliseconds that a task may run. */
  readonly taskTimeout?: number | undefined
  /** Bytes for all that the engine holds. */
  readonly memory: number
  /** Bytes of results that one job may bring back. */
  readonly maxResultBytes: number
  readonly tempDir: string
  readonly clock?: Clock | undefined
  readonly spawn?: SpawnWorker | undefined
  readonly store?: BlockStore | undefined
}

/** Actions whose value for a partition is one thing; the others bring a list. */
const SINGLE: ReadonlySet<Action['kind']> = new Set(['count', 'each', 'save'])

/** Planning and the capture of closures are loaded while the workers start. */
const planner = () => {
  planning ??= import('./planner.ts')
  return planning
}
let planning: Promise<typeof import('./planner.ts')> | undefined

/** Of the engine's memory: blocks in slabs. What neither they nor Parquet files have is the heaps'. */
const BLOCKS_SHARE = 1 / 3

export const localEngine = (options: LocalOptions): Engine => {
  const { workers, maxFailures, taskTimeout, memory, maxResultBytes, tempDir } = options
  const { clock = systemClock, spawn = spawnThread } = options
  const { store = blockStore(memory * BLOCKS_SHARE, tempDir) } = options
  const heaps = memory * (1 - BLOCKS_SHARE - FILES_SHARE)
  const heapMiB = Math.max(64, Math.floor(heaps / workers / 2 ** 20))
  const filesMemory = Math.floor((memory * FILES_SHARE) / workers)
  // This thread looks into files, too.
  allowLightDatabase(filesMemory)
  const running: Driver = driver({
    workers,
    maxFailures,
    taskTimeout,
    heapMiB,
    filesMemory,
    maxResultBytes,
    clock,
    spawn,
    store,
  })
  // The first action tells if this fails.
  planner().catch(() => {})
  const { cache } = running
  let closed: Promise<void> | undefined

  // What is held for a lineage goes when the lineage goes.
  const released = new FinalizationRegistry<() => void>(release => closed ?? release())
  const watched = new WeakSet<object>()
  const watch = (node: object, release: () => void): void => {
    if (watched.has(node)) return
    watched.add(node)
    released.register(node, release)
  }

  const sharing = new Set<Promise<void>>()
  const items = new WeakMap<Source, Promise<readonly Location[]>>()
  const itemsOf = (source: Source): Promise<readonly Location[]> => {
    const known = items.get(source)
    if (known !== undefined) return known
    const stored = Promise.all(encodeItems(source).map(store.put))
    items.set(source, stored)
    watch(source, () => void stored.then(all => Promise.all(all.map(store.free))))
    return stored
  }

  const outside = outsideRows(store, watch)

  // Made here, where no scope holds the lineage: a closure keeps alive what its neighbours name, too.
  const releasing = (ids: readonly string[]) => () => ids.forEach(running.releaseOutput)
  const dropping = (id: number) => () => {
    keeping.delete(id)
    void cache.drop(id)
  }
  /** Persisted nodes that jobs met. */
  const keeping = new Map<number, WeakRef<Persisted>>()

  const watchStage = ({ stage, planned }: PlannedStage): void => {
    for (const into of new Set(stage.reads.map(edge => edge.into))) {
      const own = stage.reads.filter(edge => edge.into === into)
      watch(into, releasing(own.map(edge => edge.id)))
    }
    for (const node of planned.origins)
      if (node.kind === 'persist') {
        keeping.set(node.id, new WeakRef(node))
        watch(node, dropping(node.id))
      }
  }

  const suppliesOf = async (stages: readonly PlannedStage[], signal: AbortSignal | undefined) => {
    const { sourcesOf, splitsOf } = await planner()
    const splits = new Map<Lineage, readonly Split[]>()
    const locations = new Map<Lineage, readonly Location[]>()
    const held = new Map<OutsideRows, HeldRows>()
    for (const source of stages.flatMap(sourcesOf)) {
      const { from } = source
      splits.set(source, (await splitsOf(source, countingBatches(signal)))!)
      if (from.from === 'items') locations.set(source, await itemsOf(source))
      if (from.from === 'batches') held.set(from.rows, await outside.of(from.rows, signal))
    }
    return { splits, items: locations, outside: held }
  }
  const countingBatches = (signal?: AbortSignal) => async (rows: OutsideRows) =>
    (await outside.of(rows, signal)).batches.length

  const refuseClosed = (operator: string): void => {
    if (closed !== undefined)
      throw new PartitaError('CLOSED', `${operator} was called on a session that is closed.`, { operator })
  }

  return {
    name: 'local',
    numPartitions: async (lineage, signal) => {
      refuseClosed('getNumPartitions')
      const { countsOf } = await planner()
      return (await countsOf(lineage, countingBatches(signal)))(lineage)!
    },
    run: async job => {
      refuseClosed(job.operator)
      const { planJob } = await planner()
      const stored = {
        isStored: (node: Lineage, partition: number) => cache.get(node.id, partition) !== undefined,
        holder: (node: Lineage, partition: number) => cache.get(node.id, partition)?.executor,
      }
      const plan = async (): Promise<Plan> => {
        const stages = await planJob(job, stored, countingBatches(job.signal))
        stages.forEach(watchStage)
        return { stages, supplies: await suppliesOf(stages, job.signal) }
      }
      const first = await plan()
      await Promise.all(sharing)
      refuseClosed(job.operator)
      const { results, batches } = await running.submit(
        { ...first, action: job.operator, replan: plan },
        job.signal,
      )
      const { partitions } = first.stages[first.stages.length - 1]!.spec
      const { action } = job
      if (action.kind === 'batches')
        return partitions.map(partition => partitionBatches(store, action.fields, batches.get(partition)!))
      const single = SINGLE.has(action.kind)
      return withArrow(() =>
        partitions.map(partition => {
          const batch = decode(results.get(partition)!)
          return single ? batch[0] : batch
        }),
      )
    },
    explain: async lineage => {
      const [{ stagesOf }, { explainStages }] = await Promise.all([planner(), import('./explain.ts')])
      const stages = await stagesOf(lineage, outside.countIfKnown)
      return [explainStages(stages), ...notesOf(lineage), ...(await outsideOf(lineage))].join('\n')
    },
    share: (id, value) => {
      refuseClosed('broadcast')
      const storing = store.put(encode([value])).then(location => running.share(id, location))
      sharing.add(storing)
      // A failure is the next action's to tell.
      storing.then(
        () => sharing.delete(storing),
        () => {},
      )
    },
    unshare: running.unshare,
    unpersist: node => cache.drop(node.id),
    persisted: () => {
      refuseClosed('getRDDStorageInfo')
      const nodes = Array.from(keeping.values(), ref => ref.deref())
      return nodes.filter(node => node !== undefined && cache.sizeOf(node.id) !== undefined) as Persisted[]
    },
    keptOf: node => cache.sizeOf(node.id),
    subscribe: running.subscribe,
    close: () => {
      closed ??= Promise.all([running.close(), outside.close()]).then(store.close)
      return closed
    },
  }
}

/** The items as they are at the first action that needs them. */
const encodeItems = (source: Source): readonly Uint8Array[] => {
  const { operator, callSite } = source
  try {
    return (source.from as ItemsSource).slices.map(slice => encode(slice))
  } catch (error) {
    throw located(error, { operator, at: callSite.position })
  }
}
