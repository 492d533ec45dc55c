// Shuffles as a task sees them: blocks sealed as they are written, opened and checked as they are read. How records
// become bytes is `shuffle`'s; which block goes where is the driver's.

import { openBlock, sealBlock } from '../codec/block.ts'
import { PartitaError } from '../fault.ts'
import { concatenated } from '../lineage/concatenated.ts'
import { comparisonOf, sortedBy } from '../lineage/order.ts'
import { sampleSize } from '../lineage/range-bounds.ts'
import { joinTables, splitTables } from '../shuffle/body.ts'
import { grouping } from '../shuffle/group.ts'
import { KeyTable } from '../shuffle/key-table.ts'
import { combinedRecords, readCombined, readRecords } from '../shuffle/read.ts'
import { mergeRuns, type SortedRun, type StoredRun, sortedRun } from '../shuffle/sort.ts'
import {
  normalPair,
  type Parts,
  pairBuckets,
  placeByKey,
  placeInTurn,
  recordBuckets,
  writeCombined,
} from '../shuffle/write.ts'
import type { Bound } from './loaded.ts'
import type { Blocks, OpenSink } from './open-sink.ts'
import type {
  CombineRef,
  FnRef,
  MapPlace,
  OrderRef,
  ProgramNode,
  ShuffleOutput,
  Site,
  Task,
} from './program.ts'

/** A block as it came, not yet checked. */
export interface Fetched {
  readonly edge: string
  readonly mapIndex: number
  readonly bytes: Uint8Array
}

export const shuffleSink = (output: ShuffleOutput, bound: Bound, task: Task, site: Site): OpenSink => {
  const { numPartitions } = output
  const counts = { recordsIn: 0, recordsOut: 0 }
  const seal = (parts: Parts) => ({ blocks: sealed(parts, output.edge, task) })
  switch (output.to) {
    case 'combine': {
      const sink = combineSink(output.combine, bound, site)
      const { table, accumulators } = sink.out
      return { ...sink, finish: () => seal(writeCombined(table, accumulators, numPartitions)) }
    }
    case 'hash':
    case 'roundRobin': {
      const buckets =
        output.to === 'roundRobin'
          ? recordBuckets(numPartitions, placeInTurn(task.partition, output.of, numPartitions))
          : output.pairs
            ? pairBuckets(numPartitions)
            : recordBuckets(numPartitions, placeByKey(numPartitions), normalPair)
      const out = { ...counts, push: buckets.push }
      return { exit: 'push', lasting: true, site, out, finish: () => seal(buckets.finish()) }
    }
    case 'sort': {
      const order = bound.order(output.order)
      const out = { ...counts, items: [] as unknown[] }
      const size = sampleSize(numPartitions, output.of)
      return {
        exit: 'collect',
        lasting: true,
        site,
        out,
        finish: () => ({ blocks: sealedRun(sortedRun(out.items, order, size), output.edge, task) }),
      }
    }
  }
}

/** Folds the values of each key in this partition. */
export const combineSink = ({ create, merge }: CombineRef, bound: Bound, site: Site) => ({
  exit: 'combine' as const,
  create: bound.fn(create),
  merge: bound.fn(merge),
  lasting: bound.isLasting(create) && bound.isLasting(merge),
  site,
  out: { recordsIn: 0, recordsOut: 0, table: new KeyTable(), accumulators: [] as unknown[] },
})

const sealed = (parts: Parts, edge: string, task: Task): Blocks => {
  const blocks = parts.map((part, reducer) =>
    part === undefined
      ? undefined
      : sealBlock(
          { shuffle: edge, mapIndex: task.partition, reducer, attempt: task.attempt, rows: part.rows },
          part.body,
        ),
  )
  const bytes = new Uint8Array(blocks.reduce((size, block) => size + (block?.length ?? 0), 0))
  let at = 0
  const ranges = blocks.map((block): readonly [number, number] => {
    if (block === undefined) return [at, 0]
    bytes.set(block, at)
    at += block.length
    return [at - block.length, block.length]
  })
  return { bytes, ranges, rows: parts.reduce((rows, part) => rows + (part?.rows ?? 0), 0) }
}

/** One range that all reducers read. Each table is a block of its own, so that a reducer checks only what it needs. */
const sealedRun = (run: SortedRun | undefined, edge: string, task: Task): Blocks => {
  const tables = run?.tables ?? []
  const bytes = joinTables(
    tables.map((table, number) =>
      sealBlock(
        {
          shuffle: edge,
          mapIndex: task.partition,
          reducer: number,
          attempt: task.attempt,
          rows: tables.length,
        },
        table,
      ),
    ),
  )
  return { bytes, ranges: [[0, bytes.length]], rows: run?.rows ?? 0 }
}

/** @throws PartitaError FETCH_FAILED whose cause says which map output cannot be used */
const opened = ({ edge, mapIndex, bytes }: Fetched, reducer: number, rows?: number): Uint8Array =>
  whole(
    { edge, mapIndex },
    () => openBlock(bytes, { shuffle: edge, mapIndex, reducer, ...(rows !== undefined && { rows }) }).body,
  )

const whole = <T>(cause: MapPlace, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw new PartitaError('FETCH_FAILED', (error as Error).message, { cause })
  }
}

/** The number of tables stands in each of them: one that ends too early is seen. */
const openedRun = ({ edge, mapIndex, bytes }: Fetched): StoredRun => {
  const blocks = whole({ edge, mapIndex }, () => [...splitTables(bytes)])
  return {
    numTables: blocks.length,
    table: number => opened({ edge, mapIndex, bytes: blocks[number]! }, number, blocks.length),
  }
}

function* openedAll(blocks: readonly Fetched[], reducer: number): Generator<Uint8Array, void, undefined> {
  for (const block of blocks) yield opened(block, reducer)
}

/** The records of a shuffle's output partition, in batches. */
export const readEdge = (
  { combine, order, runs, numPartitions }: ProgramNode & { op: 'fetch' },
  bound: Bound,
  blocks: readonly Fetched[],
  partition: number,
  within: FnRef | undefined,
): Iterable<readonly unknown[]> => {
  if (runs) {
    const ends = within && (bound.fn(within)() as readonly [unknown, unknown])
    return mergeRuns(blocks.map(openedRun), numPartitions, partition, bound.order(order!), ends)
  }
  const bodies = openedAll(blocks, partition)
  if (combine !== undefined)
    return gathers(combine) ? readLists(bodies) : readAccumulators(combine, bound, bodies)
  return order === undefined ? readRecords(bodies) : readSorted(order, bound, bodies)
}

function* readSorted(
  order: OrderRef,
  bound: Bound,
  bodies: Iterable<Uint8Array>,
): Generator<readonly unknown[], void, undefined> {
  yield sortedRecords(concatenated([...readRecords(bodies)]), order, bound)
}

export const sortedRecords = (
  records: readonly unknown[],
  order: OrderRef | undefined,
  bound: Bound,
): readonly unknown[] => (order === undefined ? records : sortedBy(records, comparisonOf(bound.order(order))))

const gathers = ({ create, mapSide }: CombineRef): boolean =>
  !mapSide && 'derived' in create && create.derived === 'groupOf'

function* readAccumulators(
  { create, merge, mergeCombiners, mapSide }: CombineRef,
  bound: Bound,
  bodies: Iterable<Uint8Array>,
): Generator<readonly unknown[], void, undefined> {
  const combiner = {
    create: bound.fn(create),
    merge: bound.fn(merge),
    mergeCombiners: bound.fn(mergeCombiners),
  }
  yield* combinedRecords(readCombined(bodies, combiner, mapSide))
}

/** Values that only gather are sorted by key in one go; arrays that grow one by one cost three times as much. */
const readLists = (bodies: Iterable<Uint8Array>): Iterable<readonly unknown[]> => {
  const lists = grouping(1)
  for (const body of bodies) lists.addBody(0, body)
  return lists.lists()
}

/** What one side of a cogroup brings: blocks, or records of a parent that is already partitioned so. */
export type CoGroupInput = { readonly blocks: readonly Fetched[] } | { readonly records: readonly unknown[] }

/** Records [key, [group of each side]], in batches. */
export function* readCoGroups(
  sides: readonly CoGroupInput[],
  partition: number,
): Generator<readonly unknown[], void, undefined> {
  const groups = grouping(sides.length)
  for (const [side, input] of sides.entries())
    if ('blocks' in input) for (const body of openedAll(input.blocks, partition)) groups.addBody(side, body)
    else for (const pair of input.records) groups.addPair(side, pair as readonly [unknown, unknown])
  yield* groups.records()
}
