// The reference engine: sequential, in this thread, obviously right; the oracle that the laws compare the others with.
// Of the project it shares with them the lineage room (keys, hash, order, bounds) and the cutting of sources, and
// nothing else. Slow on purpose wherever plain is slower. Guarded by laws/engine.

import { audience } from '../../event.ts'
import { type Fault, PartitaError, type Position, toFault } from '../../fault.ts'
import { batchSplits, cut } from '../../io/cut.ts'
import { piped } from '../../io/pipe.ts'
import type { Split } from '../../io/split.ts'
import { foldWith } from '../../lineage/fold.ts'
import type { Lineage, Persisted, Source } from '../../lineage/lineage.ts'
import { partitionCounts } from '../../lineage/partitions.ts'
import { applyUpdates, provideShared, type Updates } from '../../lineage/shared.ts'
import { type Kept, notesOf, outsideOf, toDebugString } from '../../lineage/show.ts'
import type { OutsideRows } from '../../lineage/source.ts'
import { provideThread } from '../../lineage/thread.ts'
import { wellformed } from '../../lineage/wellformed.ts'
import type { Engine, Job } from '../engine.ts'
import { answer } from './answer.ts'
import { blamed } from './blame.ts'
import { type Freeze, type Functions, fnsOfAction, fnsOfNode, frozen } from './closures.ts'
import { copyAll } from './copy.ts'
import { evaluator, type Kept as KeptNodes } from './evaluate.ts'
import { batchOf, type Columns, NO_COLUMNS, type ReadRows, readOutside, recordsOf } from './outside.ts'

export interface ReferenceOptions {
  readonly freeze: Freeze
  /** The user's place in the stack of an error that frozen functions threw. */
  readonly locate?: (stack: string) => Position | undefined
  readonly columns?: Columns
}

export const referenceEngine = ({
  freeze,
  locate = () => undefined,
  columns = NO_COLUMNS,
}: ReferenceOptions): Engine => {
  const outside = new WeakMap<OutsideRows, ReadRows>()
  const splits = new WeakMap<Source, readonly Split[]>()
  const items = new WeakMap<Source, readonly (readonly unknown[])[]>()
  const functions = new WeakMap<Lineage, () => Functions>()
  const kept: KeptNodes = {
    sent: new WeakMap(),
    bounds: new WeakMap(),
    persisted: new WeakMap(),
    known: new Set(),
  }
  const { emit, subscribe } = audience()
  let jobs = 0
  let last: Promise<unknown> = Promise.resolve()
  let closed = false
  provideThread({ pipe: piped })

  const refuseClosed = (operator: string): void => {
    if (closed)
      throw new PartitaError('CLOSED', `${operator} was called on a session that is closed.`, { operator })
  }

  /** Cuts the sources of a lineage; what is made outside is made first. */
  const cutSources = async (root: Lineage, signal?: AbortSignal): Promise<void> => {
    wellformed(root)
    for (const source of sourcesOf(root)) {
      const { from } = source
      if (splits.has(source)) continue
      try {
        splits.set(
          source,
          from.from === 'batches'
            ? batchSplits((await rowsOutside(from.rows, signal)).batches.length)
            : await cut(from),
        )
      } catch (error) {
        throw blamed(error, source)
      }
    }
  }

  const rowsOutside = async (rows: OutsideRows, signal: AbortSignal | undefined): Promise<ReadRows> => {
    const read = outside.get(rows) ?? (await readOutside(rows, signal))
    // Of two that read at once, the first.
    const kept = outside.get(rows) ?? read
    outside.set(rows, kept)
    return kept
  }

  const countsOf = (root: Lineage): ((node: Lineage) => number | undefined) => {
    const counts = partitionCounts(root, source => splits.get(source)?.length)
    return node => counts.get(node)
  }

  /** Items and closures are taken as they are at the first action that needs their node. */
  const freezeNode = async (node: Lineage): Promise<void> => {
    if (!functions.has(node)) functions.set(node, await frozen(freeze, fnsOfNode(node), node))
    if (node.kind !== 'source' || items.has(node)) return
    try {
      items.set(node, node.from.from === 'items' ? node.from.slices.map(copyAll) : [])
    } catch (error) {
      throw blamed(error, node)
    }
  }

  const play = async (job: Job): Promise<readonly unknown[]> => {
    const { lineage, action, operator, callSite, signal = new AbortController().signal } = job
    const checkpoint = (): void => {
      refuseClosed(operator)
      if (signal.aborted)
        throw new PartitaError('CANCELLED', `${operator} was cancelled.`, {
          operator,
          callSite: callSite.position,
          cause: signal.reason,
        })
    }
    checkpoint()
    const countOf = countsOf(lineage)
    const numPartitionsOf = (node: Lineage): number => countOf(node)!
    for (const node of nodesOf(lineage)) await freezeNode(node)
    const actionFunctions = await frozen(freeze, fnsOfAction(action), job)
    const added: { node: number; partition: number; updates: Updates }[] = []
    const { flow, inTask } = evaluator({
      kept,
      numPartitionsOf,
      splitsOf: source => splits.get(source)!,
      itemsOf: source => items.get(source)!,
      batchOf: (rows, batch) => batchOf(outside.get(rows)!, batch),
      recordsOf: (columnar, as) => recordsOf(columnar, as, columns),
      functionsOf: node => functions.get(node)!(),
      checkpoint,
      added: ({ id }, partition, updates) => added.push({ node: id, partition, updates }),
      signal,
    })
    const results: unknown[] = []
    for (const partition of job.partitions ?? Array(numPartitionsOf(lineage)).keys())
      results.push(
        await inTask(lineage, partition, async task =>
          answer(job, await flow(lineage, partition, task), partition, actionFunctions(), columns),
        ),
      )
    applyUpdates(added)
    return results
  }

  const run = async (job: Job): Promise<readonly unknown[]> => {
    const id = ++jobs
    emit({ type: 'jobStarted', job: id, action: job.operator, stages: [], at: Date.now() })
    let fault: Fault | undefined
    try {
      return await play(job)
    } catch (error) {
      const failure = error instanceof PartitaError ? error : internal(error)
      const { cause } = failure
      if (failure.source === undefined && cause instanceof Error && typeof cause.stack === 'string')
        Object.assign(failure, { source: locate(cause.stack) })
      fault = toFault(failure)
      throw failure
    } finally {
      emit({ type: 'jobEnded', job: id, fault, at: Date.now() })
    }
  }

  /** Records as they are, whatever the level: there are no bytes to count. */
  const keptOf = (node: Persisted): Kept | undefined => {
    const partitions = kept.persisted.get(node)
    return partitions && { partitions: partitions.size, memoryBytes: undefined, diskBytes: undefined }
  }

  return {
    name: 'reference',
    numPartitions: async (lineage, signal) => {
      refuseClosed('getNumPartitions')
      await cutSources(lineage, signal)
      return countsOf(lineage)(lineage)!
    },
    run: async job => {
      refuseClosed(job.operator)
      // Before this job's turn: what is made outside may need a job of its own.
      await cutSources(job.lineage, job.signal)
      const running = last.then(() => run(job))
      last = running.catch(() => {})
      return running
    },
    explain: async lineage => {
      const isMade = sourcesOf(lineage).every(({ from }) => from.from !== 'batches' || outside.has(from.rows))
      if (isMade) await cutSources(lineage)
      return [
        toDebugString(lineage, countsOf(lineage), keptOf),
        ...notesOf(lineage),
        ...(await outsideOf(lineage)),
      ].join('\n')
    },
    unpersist: async node => void kept.persisted.delete(node),
    persisted: () => {
      refuseClosed('getRDDStorageInfo')
      const nodes = new Set<Persisted>()
      for (const ref of kept.known) {
        const node = ref.deref()
        if (node === undefined || !kept.persisted.has(node)) kept.known.delete(ref)
        else nodes.add(node)
      }
      return [...nodes]
    },
    keptOf,
    share: (id, value) => {
      const [sent] = copyAll([value])
      let copy: readonly unknown[] | undefined
      provideShared(id, () => {
        copy ??= copyAll([sent])
        return copy[0]
      })
    },
    unshare: (id, gone) => {
      if (gone !== undefined) provideShared(id, () => fail(gone))
    },
    subscribe,
    close: async () => {
      closed = true
      await last
    },
  }
}

const nodesOf = (root: Lineage): readonly Lineage[] => {
  const nodes: Lineage[] = []
  foldWith<void>(node => void nodes.push(node))(root)
  return nodes
}

const sourcesOf = (root: Lineage): readonly Source[] =>
  nodesOf(root).filter((node): node is Source => node.kind === 'source')

const fail = (message: string): never => {
  throw new PartitaError('ARGUMENT', message)
}

const internal = (error: unknown): PartitaError =>
  new PartitaError('INTERNAL', `The reference engine failed: ${String(error)}`, { cause: error })
