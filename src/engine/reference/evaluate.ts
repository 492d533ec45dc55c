// One partition of one node, from its sources on: a partition is read through its narrow operators down to what it
// starts from, and a shuffle is every partition of its parent first. Nothing is fused, nothing is encoded.

import { setImmediate } from 'node:timers/promises'
import { PartitaError } from '../../fault.ts'
import type { Split } from '../../io/split.ts'
import type {
  CoGrouped,
  Lineage,
  PartitionsMapped,
  Persisted,
  Shuffled,
  Source,
  Zipped,
} from '../../lineage/lineage.ts'
import { groupBounds, productPart, unionPart } from '../../lineage/partitions.ts'
import { beginTask, type Updates } from '../../lineage/shared.ts'
import { blamed, inPartition } from './blame.ts'
import type { Functions } from './closures.ts'
import { copyAll } from './copy.ts'
import {
  type Bound,
  type Flow,
  inMemory,
  partitionMapped,
  type RecordOperator,
  type Records,
  through,
} from './operators.ts'
import { type Held, readSplit } from './read.ts'
import {
  cogrouped,
  rangeBounds,
  rangeMeets,
  received,
  type Sent,
  sendByHash,
  sendByRange,
  sendInTurn,
  sendPairs,
  sortByRange,
} from './shuffle.ts'

/** What does not depend on the job. Keyed by node, so that it goes when the lineage goes. */
export interface Kept {
  /** For each edge into the node, what each map partition sent. */
  readonly sent: WeakMap<Shuffled | CoGrouped, readonly (readonly Sent[])[]>
  /** Where the ranges of a sort end. */
  readonly bounds: WeakMap<Shuffled, readonly unknown[]>
  readonly persisted: WeakMap<Persisted, Map<number, readonly unknown[]>>
  /** For lists of what is kept. */
  readonly known: Set<WeakRef<Persisted>>
}

export interface Facts extends Omit<Held, 'items'> {
  readonly kept: Kept
  readonly numPartitionsOf: (node: Lineage) => number
  readonly splitsOf: (source: Source) => readonly Split[]
  /** The items of a source as they were at its first action. */
  readonly itemsOf: (source: Source) => readonly (readonly unknown[])[]
  /** Makes a node's functions for one task. */
  readonly functionsOf: (node: Lineage) => Functions
  /** Throws where the job is to stop. */
  readonly checkpoint: () => void
  /** What a task that ended well added to accumulators. */
  readonly added: (node: Lineage, partition: number, updates: Updates) => void
  readonly signal: AbortSignal
}

/** One partition of one stage: the narrow operators between two shuffles share it, and their state lasts as long. */
export interface Task {
  readonly functionsOf: (node: Lineage) => Functions
  /** Sides of a zip, by node and partition: a diamond of them is read once. */
  readonly listed: Map<string, Promise<unknown[]>>
}

export interface Evaluator {
  readonly flow: (node: Lineage, partition: number, task: Task) => Promise<Flow>
  readonly inTask: <R>(node: Lineage, partition: number, body: (task: Task) => Promise<R>) => Promise<R>
}

export const evaluator = (facts: Facts): Evaluator => {
  const { kept, numPartitionsOf, signal } = facts

  const inTask: Evaluator['inTask'] = async (node, partition, body) => {
    await setImmediate() // an abort may come in
    facts.checkpoint()
    const made = new Map<Lineage, Functions>()
    const functionsOf = (node: Lineage): Functions => {
      const functions = made.get(node) ?? facts.functionsOf(node)
      made.set(node, functions)
      return functions
    }
    const endTask = beginTask()
    try {
      const result = await body({ functionsOf, listed: new Map() })
      facts.added(node, partition, endTask())
      return result
    } catch (error) {
      endTask()
      throw inPartition(error, partition)
    }
  }

  const flow: Evaluator['flow'] = async (node, partition, task) => {
    const path = pathTo(node, partition, numPartitionsOf)
    let site: Lineage = path.start
    let records: Records = (await isOutside(path, task)) ? [] : await start(path.start, path.partition, task)
    let operators: Bound[] = []
    for (const { node, partition } of path.operators) {
      const functions = task.functionsOf(node)
      if (node.kind === 'mapPartitions') {
        const input = through(records, site, operators)
        const info = { partition, numPartitions: numPartitionsOf(node), attempt: 0, signal }
        records = await partitionMapped(node, input, info, functions)
        site = node
        operators = []
      } else operators.push({ node, f: functions.fn(node.f) })
    }
    return through(records, site, operators)
  }

  /** Whether a filter by range says of the sort below it that this partition need not be read. */
  const isOutside = async ({ start, partition, operators }: Path, task: Task): Promise<boolean> => {
    const filter = operators.map(({ node }) => node).find(node => node.kind === 'filter' && node.within)
    if (start.kind !== 'shuffle' || filter?.kind !== 'filter') return false
    await sentTo(start)
    const ends = task.functionsOf(filter).fn(filter.within!)()
    return !rangeMeets(start, kept.bounds.get(start)!, partition, ends, task.functionsOf(start))
  }

  const listed = (node: Lineage, partition: number, task: Task): Promise<unknown[]> => {
    const place = `${node.id}:${partition}`
    const records = task.listed.get(place) ?? listedAnew(node, partition, task)
    task.listed.set(place, records)
    return records
  }
  const listedAnew = async (node: Lineage, partition: number, task: Task): Promise<unknown[]> => [
    ...(await inMemory((await flow(node, partition, task)).records)),
  ]

  const start = async (node: Start, partition: number, task: Task): Promise<Records> => {
    try {
      switch (node.kind) {
        case 'source':
          return await readSplit(
            node.from,
            facts.splitsOf(node)[partition]!,
            { ...facts, items: facts.itemsOf(node) },
            task.functionsOf(node),
          )
        case 'zip':
          return zipped(
            node,
            await listed(node.parents[0], partition, task),
            await listed(node.parents[1], partition, task),
          )
        case 'product': {
          const [left, right] = node.parents
          const [i, j] = productPart(numPartitionsOf(right), partition)
          const ys = await listed(right, j, task)
          return (await listed(left, i, task)).flatMap(x => ys.map(y => [x, y]))
        }
        case 'coalesce': {
          const [from, to] = groupBounds(numPartitionsOf(node.parent), node.numPartitions, partition)
          const parts: Iterable<unknown>[] = []
          for (let p = from; p < to; p++)
            parts.push(await inMemory((await flow(node.parent, p, task)).records))
          return chained(parts)
        }
        case 'union': {
          const parts: Iterable<unknown>[] = []
          for (const parent of node.parents)
            parts.push(await inMemory((await flow(parent, partition, task)).records))
          return chained(parts)
        }
        case 'persist':
          return copyAll(await persisted(node, partition, task))
        case 'shuffle': {
          const [edge] = await sentTo(node)
          return received(node, sentFor(edge!, partition), task.functionsOf(node))
        }
        case 'cogroup':
          return cogrouped((await sentTo(node)).map(edge => sentFor(edge, partition).flat()))
      }
    } catch (error) {
      throw blamed(error, node)
    }
  }

  const persisted = async (node: Persisted, partition: number, task: Task): Promise<readonly unknown[]> => {
    const partitions = kept.persisted.get(node) ?? new Map<number, readonly unknown[]>()
    if (partitions.size === 0) kept.known.add(new WeakRef(node))
    kept.persisted.set(node, partitions)
    const records = partitions.get(partition) ?? copyAll(await listed(node.parent, partition, task))
    partitions.set(partition, records)
    return records
  }

  const sentTo = async (node: Shuffled | CoGrouped): Promise<readonly (readonly Sent[])[]> => {
    const known = kept.sent.get(node)
    if (known !== undefined) return known
    const sent: (readonly Sent[])[] = []
    if (node.kind === 'shuffle') sent.push(await sentByAll(node))
    else
      for (const parent of node.parents)
        sent.push(await overPartitions(parent, flow => sendPairs(node, flow)))
    kept.sent.set(node, sent)
    return sent
  }

  const sentByAll = async (node: Shuffled): Promise<readonly Sent[]> => {
    const { parent, partitioner } = node
    switch (partitioner.by) {
      case 'hash':
        return overPartitions(parent, (flow, _, task) => sendByHash(node, flow, task.functionsOf(node)))
      case 'roundRobin':
        return overPartitions(parent, (flow, p) => sendInTurn(node, flow, p, numPartitionsOf(parent)))
      case 'range': {
        const sorted = await overPartitions(parent, (flow, _, task) =>
          sortByRange(node, flow, task.functionsOf(node)),
        )
        const bounds = rangeBounds(node, sorted, facts.functionsOf(node))
        kept.bounds.set(node, bounds)
        return sendByRange(node, sorted, bounds, facts.functionsOf(node))
      }
    }
  }

  const overPartitions = async <R>(
    parent: Lineage,
    body: (flow: Flow, partition: number, task: Task) => Promise<R>,
  ): Promise<readonly R[]> => {
    const results: R[] = []
    for (let p = 0; p < numPartitionsOf(parent); p++)
      results.push(await inTask(parent, p, async task => body(await flow(parent, p, task), p, task)))
    return results
  }

  return { flow, inTask }
}

/** Each reader gets copies. */
const sentFor = (edge: readonly Sent[], partition: number): Sent =>
  edge.map(sent => copyAll(sent[partition]!))

function* chained(parts: Iterable<Iterable<unknown>>) {
  for (const part of parts) yield* part
}

const zipped = ({ operator, callSite }: Zipped, left: readonly unknown[], right: readonly unknown[]) => {
  if (left.length === right.length) return left.map((value, i) => [value, right[i]])
  throw new PartitaError(
    'DATA',
    `${operator} needs partitions of the same length on both sides, not ${left.length} and ${right.length}.`,
    { operator, callSite: callSite.position },
  )
}

type Operator = RecordOperator | PartitionsMapped
type Start = Exclude<Lineage, Operator>

interface Path {
  readonly start: Start
  readonly partition: number
  /** First to last, each with the partition that its own RDD gives it. */
  readonly operators: readonly { readonly node: Operator; readonly partition: number }[]
}

/** Down to what the partition starts from; a loop, since chains are long. */
const pathTo = (root: Lineage, rootPartition: number, numPartitionsOf: (node: Lineage) => number): Path => {
  const operators: { readonly node: Operator; readonly partition: number }[] = []
  let node = root
  let partition = rootPartition
  for (;;)
    switch (node.kind) {
      case 'map':
      case 'filter':
      case 'flatMap':
      case 'mapPartitions':
        operators.push({ node, partition })
        node = node.parent
        break
      case 'union': {
        if (node.aligned === true) return { start: node, partition, operators: operators.reverse() }
        const part = unionPart(node.parents.map(numPartitionsOf), partition)
        node = node.parents[part.parent]!
        partition = part.partition
        break
      }
      default:
        return { start: node, partition, operators: operators.reverse() }
    }
}
