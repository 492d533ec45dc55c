// The reference engine: sequential, in this thread, obviously right; the oracle that the laws compare the others with.
// Of the project it shares with them the lineage room (keys, hash, order, bounds) and the cutting of sources, and
// nothing else. Slow on purpose wherever plain is slower. Guarded by laws/engine.

import type { Event, Listener } from '../../event.ts'
import { type Fault, PartitaError, type Position, toFault } from '../../fault.ts'
import { cut } from '../../io/cut.ts'
import type { Split } from '../../io/split.ts'
import { foldWith } from '../../lineage/fold.ts'
import type { Lineage, Source } from '../../lineage/lineage.ts'
import { partitionCounts } from '../../lineage/partitions.ts'
import { applyUpdates, provideShared, type Updates } from '../../lineage/shared.ts'
import { toDebugString } from '../../lineage/show.ts'
import { wellformed } from '../../lineage/wellformed.ts'
import type { Engine, Job } from '../engine.ts'
import { answer } from './answer.ts'
import { blamed } from './blame.ts'
import { type Freeze, type Functions, fnsOfAction, fnsOfNode, frozen } from './closures.ts'
import { copyAll } from './copy.ts'
import { evaluator, type Kept } from './evaluate.ts'

export interface ReferenceOptions {
  readonly freeze: Freeze
  /** The user's place in the stack of an error that frozen functions threw. */
  readonly locate?: (stack: string) => Position | undefined
}

export const referenceEngine = ({ freeze, locate = () => undefined }: ReferenceOptions): Engine => {
  const splits = new WeakMap<Source, readonly Split[]>()
  const items = new WeakMap<Source, readonly (readonly unknown[])[]>()
  const functions = new WeakMap<Lineage, () => Functions>()
  const kept: Kept = { sent: new WeakMap(), persisted: new WeakMap() }
  const listeners = new Set<Listener>()
  let jobs = 0
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  const announce = (event: Event): void => {
    for (const listener of listeners) listener(event)
  }

  const refuseClosed = (operator: string): void => {
    if (closed)
      throw new PartitaError('CLOSED', `${operator} was called on a session that is closed.`, { operator })
  }

  const countsOf = async (root: Lineage): Promise<(node: Lineage) => number> => {
    for (const source of nodesOf(root))
      if (source.kind === 'source' && !splits.has(source))
        splits.set(source, await cut(source.from).catch(error => Promise.reject(blamed(error, source))))
    const counts = partitionCounts(root, source => splits.get(source)!.length)
    return node => counts.get(node)!
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
    wellformed(lineage)
    const numPartitionsOf = await countsOf(lineage)
    for (const node of nodesOf(lineage)) await freezeNode(node)
    const actionFunctions = await frozen(freeze, fnsOfAction(action), job)
    const added: { node: number; partition: number; updates: Updates }[] = []
    const { flow, inTask } = evaluator({
      kept,
      numPartitionsOf,
      splitsOf: source => splits.get(source)!,
      itemsOf: source => items.get(source)!,
      functionsOf: node => functions.get(node)!(),
      checkpoint,
      added: ({ id }, partition, updates) => added.push({ node: id, partition, updates }),
      signal,
    })
    const results: unknown[] = []
    for (const partition of job.partitions ?? Array(numPartitionsOf(lineage)).keys())
      results.push(
        await inTask(lineage, partition, async task =>
          answer(job, await flow(lineage, partition, task), partition, actionFunctions()),
        ),
      )
    applyUpdates(added)
    return results
  }

  const run = async (job: Job): Promise<readonly unknown[]> => {
    const id = ++jobs
    announce({ type: 'jobStarted', job: id, action: job.operator, stages: [], at: Date.now() })
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
      announce({ type: 'jobEnded', job: id, fault, at: Date.now() })
    }
  }

  return {
    name: 'reference',
    numPartitions: async lineage => {
      refuseClosed('getNumPartitions')
      return (await countsOf(lineage))(lineage)
    },
    run: job => {
      const running = last.then(() => run(job))
      last = running.catch(() => {})
      return running
    },
    explain: async lineage => toDebugString(lineage, await countsOf(lineage)),
    unpersist: async node => void kept.persisted.delete(node),
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
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
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

const fail = (message: string): never => {
  throw new PartitaError('ARGUMENT', message)
}

const internal = (error: unknown): PartitaError =>
  new PartitaError('INTERNAL', `The reference engine failed: ${String(error)}`, { cause: error })
