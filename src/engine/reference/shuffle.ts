// The two halves of a shuffle: what one map partition sends to each output partition, and what an output partition
// makes of what it was sent. The canonical result: fold within each map partition in record order, merge in the order
// of map partitions, keys in the order of first arrival.

import { Group } from '../../lineage/group.ts'
import { hashKey, partitionOf } from '../../lineage/hash.ts'
import { normalKey } from '../../lineage/key.ts'
import type { CoGrouped, Combine, Shuffled } from '../../lineage/lineage.ts'
import { comparisonOf, keyComparisonOf, sortedBy } from '../../lineage/order.ts'
import { boundsOf, meets, rangeOf, regularSample, sampleSize } from '../../lineage/range-bounds.ts'
import { blamed, called } from './blame.ts'
import { type Functions, runnable } from './closures.ts'
import { copy } from './copy.ts'
import { keyTable } from './key-table.ts'
import { type Flow, visited } from './operators.ts'

type Pair = readonly [unknown, unknown]

/** By output partition. */
export type Sent = readonly (readonly unknown[])[]

const distribute = (
  records: readonly unknown[],
  numPartitions: number,
  place: (record: unknown, index: number) => number,
): Sent => {
  const sent: unknown[][] = Array.from({ length: numPartitions }, () => [])
  for (const [index, record] of records.entries()) sent[place(record, index)]!.push(record)
  return sent
}

const byHash = (pairs: readonly unknown[], numPartitions: number): Sent =>
  distribute(pairs, numPartitions, pair => partitionOf(hashKey((pair as Pair)[0]), numPartitions))

const pairsOf = async (node: Shuffled | CoGrouped, flow: Flow): Promise<readonly unknown[]> => {
  const pairs: unknown[] = []
  await visited(node, flow, pair => {
    const [key, ...rest] = pair as Pair
    hashKey(key) // refuses what is no key
    pairs.push(copy([normalKey(key), ...rest]))
  })
  return pairs
}

/** The map side of a cogroup. */
export const sendPairs = async (node: Shuffled | CoGrouped, flow: Flow): Promise<Sent> =>
  byHash(await pairsOf(node, flow), node.partitioner.numPartitions)

/** The map side of a shuffle by hash. */
export const sendByHash = async (node: Shuffled, flow: Flow, functions: Functions): Promise<Sent> => {
  if (node.combine === undefined) return sendPairs(node, flow)
  const { create, merge } = callsOf(node, node.combine, functions)
  const table = keyTable<unknown>()
  await visited(node, flow, record => {
    const [key, value] = record as Pair
    const entry = table.find(key)
    if (entry === undefined) table.add(key, create(value))
    else entry.value = merge(entry.value, value)
  })
  return inSite(node, () =>
    byHash(
      table.entries.map(({ key, value }) => copy([key, value])),
      node.partitioner.numPartitions,
    ),
  )
}

/** Record j of map partition i of p goes to (floor(i·n/p) + j) mod n. */
export const sendInTurn = async (node: Shuffled, flow: Flow, i: number, p: number): Promise<Sent> => {
  const { numPartitions: n } = node.partitioner
  const all: unknown[] = []
  await visited(node, flow, record => void all.push(copy(record)))
  return distribute(all, n, (_, j) => (Math.floor((i * n) / p) + j) % n)
}

interface Keyed {
  readonly key: unknown
  readonly record: unknown
}

/** A map partition, sorted: all of it is needed before the bounds are known. */
export const sortByRange = async (
  node: Shuffled,
  flow: Flow,
  functions: Functions,
): Promise<readonly Keyed[]> => {
  const order = rangeOrder(node, functions)
  const keyed: Keyed[] = []
  await visited(node, flow, record => {
    const key = order.key === undefined ? record : called(node, () => order.key!(record))
    keyed.push({ key, record: copy(record) })
  })
  return inSite(node, () => keyed.sort((a, b) => order.compareKeys(a.key, b.key)))
}

export const rangeBounds = (
  node: Shuffled,
  sorted: readonly (readonly Keyed[])[],
  functions: Functions,
): readonly unknown[] => {
  const { numPartitions } = node.partitioner
  const { compareKeys } = rangeOrder(node, functions)
  const size = sampleSize(numPartitions, sorted.length)
  return inSite(node, () => {
    const samples = sorted.map(keyed => ({
      keys: regularSample(
        keyed.map(({ key }) => key),
        size,
      ),
      records: keyed.length,
    }))
    return boundsOf(samples, numPartitions, compareKeys)
  })
}

export const sendByRange = (
  node: Shuffled,
  sorted: readonly (readonly Keyed[])[],
  bounds: readonly unknown[],
  functions: Functions,
): readonly Sent[] => {
  const { numPartitions } = node.partitioner
  const { compareKeys } = rangeOrder(node, functions)
  return inSite(node, () =>
    sorted.map(keyed =>
      distribute(keyed, numPartitions, each => rangeOf(bounds, (each as Keyed).key, compareKeys)).map(part =>
        part.map(each => (each as Keyed).record),
      ),
    ),
  )
}

/** Whether range `partition` has keys between the ends. */
export const rangeMeets = (
  node: Shuffled,
  bounds: readonly unknown[],
  partition: number,
  ends: readonly [unknown, unknown],
  functions: Functions,
): boolean => inSite(node, () => meets(bounds, partition, ends, rangeOrder(node, functions).compareKeys))

const rangeOrder = ({ partitioner }: Shuffled, functions: Functions) => {
  const order = runnable(partitioner.by === 'range' ? partitioner.order : { descending: false }, functions)
  return { key: order.key, compareKeys: keyComparisonOf(order) }
}

/** The reduce side: `sent` by each map partition, in their order. */
export const received = (node: Shuffled, sent: Sent, functions: Functions): readonly unknown[] =>
  inSite(node, () => {
    const { combine, order } = node
    const records = combine === undefined ? sent.flat() : merged(node, combine, sent, functions)
    return order === undefined ? records : sortedBy(records, comparisonOf(runnable(order, functions)))
  })

const merged = (node: Shuffled, combine: Combine, sent: Sent, functions: Functions): unknown[] => {
  const { mergeCombiners } = callsOf(node, combine, functions)
  const table = keyTable<unknown>()
  for (const [key, accumulator] of sent.flat() as Pair[]) {
    const entry = table.find(key)
    if (entry === undefined) table.add(key, accumulator)
    else entry.value = mergeCombiners(entry.value, accumulator)
  }
  return table.entries.map(({ key, value }) => [key, value])
}

/** The reduce side of a cogroup: what each side sent. */
export const cogrouped = (sides: readonly (readonly unknown[])[]): readonly unknown[] => {
  const table = keyTable<readonly unknown[][]>()
  for (const [side, pairs] of sides.entries())
    for (const [key, value] of pairs as Pair[]) {
      const entry =
        table.find(key) ??
        table.add(
          key,
          sides.map(() => []),
        )
      entry.value[side]!.push(value)
    }
  return table.entries.map(({ key, value }) => [key, value.map(values => new Group(values))])
}

const callsOf = (node: Shuffled, combine: Combine, { fn }: Functions) => {
  const create = fn(combine.create)
  const merge = fn(combine.merge)
  const mergeCombiners = fn(combine.mergeCombiners)
  return {
    create: (value: unknown): unknown => called(node, () => create(value)),
    merge: (a: unknown, value: unknown): unknown => called(node, () => merge(a, value)),
    mergeCombiners: (a: unknown, b: unknown): unknown => called(node, () => mergeCombiners(a, b)),
  }
}

const inSite = <R>(node: Shuffled, f: () => R): R => {
  try {
    return f()
  } catch (error) {
    throw blamed(error, node)
  }
}
