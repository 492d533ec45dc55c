// Runs one task: the root's partition, from what the task brought, into its output.

import { crc32 } from 'node:zlib'
import { decodeBatch } from '../codec/batch.ts'
import { decode, encode } from '../codec/codec.ts'
import { PartitaError } from '../fault.ts'
import { blockRecords } from '../io/blocks.ts'
import { fileRecords } from '../io/whole-files.ts'
import { beginTask, type Updates } from '../lineage/shared.ts'
import type { TaskInfo } from '../lineage/task-info.ts'
import { combinedRecords } from '../shuffle/read.ts'
import { readBlock } from './block.ts'
import { type Columnar, columnarFeed } from './columnar.ts'
import { drain, type Evaluation, pull, type Sink } from './evaluate.ts'
import { combineSink, readCoGroups, readEdge, sortedRecords } from './exchange.ts'
import { located } from './faults.ts'
import { batches, type Feed, rangeFeed, textFeed } from './feed.ts'
import type { Loaded } from './loaded.ts'
import type { HandedOver } from './open-sink.ts'
import { parsedRows } from './parsed-rows.ts'
import type {
  BlockRef,
  FnRef,
  HeldBatch,
  MapBlock,
  MapPlace,
  ProgramNode,
  Task,
  TaskInput,
  TaskResult,
} from './program.ts'
import { narrowInputs, type PlacedStep, resolve } from './resolve.ts'
import { openSink } from './sink.ts'
import { decodeStored, encodeStored, openStored, sealStored } from './stored.ts'

export interface Finished {
  readonly result: TaskResult
  readonly blobs: readonly Uint8Array[]
}

export const runTask = async (
  { program, bind }: Loaded,
  task: Task,
  blobs: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Finished> => {
  const started = performance.now()
  const bound = bind()
  const info = (partition: number, numPartitions: number): TaskInfo => ({
    partition,
    numPartitions,
    attempt: task.attempt,
    signal,
  })
  const read = { bytes: 0, records: 0, shuffled: 0, rejected: 0 }
  const evaluation: Evaluation = {
    bound,
    info,
    count: records => {
      read.records += records
    },
  }
  const inputs = inputsByPlace(task.inputs)
  const out: Uint8Array[] = []
  const persisted: { node: number; partition: number; blob: number }[] = []
  const shared = new Map<string, Promise<unknown[]>>()

  /** The records of a place that is read whole: sides of a zip, a persisted partition. */
  const gather = (node: number, partition: number): Promise<unknown[]> => {
    const key = place(node, partition)
    const known = shared.get(key) ?? gatherAnew(node, partition)
    shared.set(key, known)
    return known
  }
  const gatherAnew = async (node: number, partition: number): Promise<unknown[]> => {
    const items: unknown[] = []
    const collected = { recordsIn: 0, recordsOut: 0, items }
    const sink: Sink = { exit: 'collect', lasting: true, out: collected, site: program.site }
    await evaluate(node, partition, sink)
    return items
  }

  const evaluate = async (node: number, partition: number, sink: Sink): Promise<void> => {
    const path = resolve(program, node, partition)
    const leaf = program.nodes[path.leaf]!
    const inner = path.steps.some(({ step }) => step.op === 'mapPartitions')
    if ((leaf.op !== 'coalesce' && leaf.op !== 'aligned') || inner)
      return drain(evaluation, await open(path.leaf, path.partition, path.steps), path.steps, sink)
    // Operators above such a leaf know no partition: its inputs run one after the other into one sink.
    for (const [parent, part] of narrowInputs(leaf, path.partition)) {
      const below = resolve(program, parent, part)
      const feed = await open(below.leaf, below.partition, below.steps)
      await drain(evaluation, feed, [...below.steps, ...path.steps], sink)
      if (sink.out.full === true) return
    }
  }

  const open = async (node: number, partition: number, above: readonly PlacedStep[]): Promise<Feed> => {
    const leaf = program.nodes[node]!
    const brought = inputs.get(place(node, partition)) ?? []
    switch (leaf.op) {
      case 'scan':
        try {
          return await scan(leaf, brought[0]!)
        } catch (error) {
          throw located(error, leaf.site)
        }
      case 'fetch':
        return batches(
          readEdge(leaf, bound, fetched(brought, leaf.edge), partition, withinOf(above)),
          leaf.site,
        )
      case 'cogroup': {
        const sides = await Promise.all(
          leaf.sides.map(async side =>
            'node' in side
              ? { records: await gather(side.node, partition) }
              : { blocks: fetched(brought, side.edge) },
          ),
        )
        return batches(readCoGroups(sides, partition), leaf.site)
      }
      case 'zip': {
        const [left, right] = await Promise.all(leaf.parents.map(parent => gather(parent, partition)))
        return batches([zipped(left!, right!, leaf)], leaf.site)
      }
      case 'product': {
        const [left, right] = narrowInputs(leaf, partition) as readonly [Place, Place]
        const all = await gather(...right)
        // The left side goes by once, unless another reader has gathered it.
        const passing = (await shared.get(place(...left))) ?? (await pulled(left))
        return { entry: 'iterable', units: crossed(passing, all), site: leaf.site }
      }
      case 'inPlace':
        return batches(await regrouped(leaf, partition), leaf.site)
      case 'persist':
        return batches(decodeStored(await stored(node, partition, brought[0])), program.site)
      case 'coalesce':
      case 'aligned':
        return { entry: 'iterable', units: await chained(narrowInputs(leaf, partition)), site: program.site }
      default:
        throw new PartitaError('INTERNAL', `A ${leaf.op} is no leaf.`)
    }
  }

  /** Read anew: what combines may change the records that it takes. */
  const regrouped = async (
    { parent, combine, order, site }: ProgramNode & { op: 'inPlace' },
    partition: number,
  ): Promise<Iterable<readonly unknown[]>> => {
    if (combine === undefined) return [sortedRecords(await gatherAnew(parent, partition), order, bound)]
    const sink = combineSink(combine, bound, site)
    await evaluate(parent, partition, sink)
    return combinedRecords(sink.out)
  }

  const scan = async (leaf: ProgramNode & { op: 'scan' }, input: TaskInput): Promise<Feed> => {
    if ('items' in input) return batches([decode(block(input.items))], leaf.site)
    if ('batch' in input) return columnarFeed(heldBatch(input), leaf)
    if (!('split' in input)) throw new PartitaError('INTERNAL', 'A scan was brought no split.')
    const { split } = input
    if (split.from === 'range') return rangeFeed(split, leaf.site)
    if (split.from === 'text') return textFeed(split, leaf.site, read)
    if (split.from === 'checkpoint') return batches(blockRecords(split, read), leaf.site)
    if (split.from === 'files') return batches(fileRecords(split, read), leaf.site)
    // What parses is loaded only where there is something to parse.
    if (split.from === 'parquet') {
      const { parquetRows } = await import('../io/parquet.ts')
      const rows = await parquetRows(split, leaf.fields, read, true)
      return columnarFeed({ ...rows, passing: true }, leaf)
    }
    return batches(await parsedRows(split, leaf, bound, read), leaf.site)
  }

  const heldBatch = ({ fields, batch }: HeldBatch): Columnar => {
    if (batch === undefined) return { fields, batches: [] }
    const bytes = block(batch.block)
    read.bytes += bytes.length
    if (crc32(bytes) !== batch.checksum)
      throw new PartitaError('DATA', 'Rows that were held for the lineage are damaged.', {
        hint: 'Make the RDD anew: what was read before and what is read now may differ.',
      })
    return { fields, batches: [decodeBatch(fields, bytes)] }
  }

  /** Each reader of a persisted partition decodes it: what one does to its records never shows to another. */
  const stored = async (
    node: number,
    partition: number,
    brought: TaskInput | undefined,
  ): Promise<Uint8Array> => {
    const { parent, rdd } = program.nodes[node] as ProgramNode & { op: 'persist' }
    const at = { rdd, partition }
    if (brought !== undefined && 'stored' in brought) return openStored(at, () => block(brought.stored))
    const records = await gather(parent, partition)
    const body = encodeStored(records)
    const sealed = sealStored(at, task.attempt, records.length, body)
    persisted.push({ node, partition, blob: out.push(sealed) - 1 })
    return body
  }

  const pulled = async ([node, partition]: Place): Promise<Iterable<unknown>> => {
    const path = resolve(program, node, partition)
    return pull(evaluation, await open(path.leaf, path.partition, path.steps), path.steps)
  }

  const chained = async (places: readonly Place[]): Promise<Iterable<unknown>> => {
    const parts: Iterable<unknown>[] = []
    for (const each of places) parts.push(await pulled(each))
    return (function* () {
      for (const part of parts) yield* part
    })()
  }

  const fetched = (brought: readonly TaskInput[], edge: string) => {
    const input = brought.find(each => 'edge' in each && each.edge === edge)
    const blocks = input !== undefined && 'blocks' in input ? input.blocks : []
    return blocks.map(({ mapIndex, block: ref }: MapBlock) => {
      const bytes = blockOf(ref, { edge, mapIndex })
      read.shuffled += bytes.length
      return { edge, mapIndex, bytes }
    })
  }

  const blockOf = (ref: BlockRef, place: MapPlace): Uint8Array => {
    try {
      return block(ref)
    } catch (error) {
      throw new PartitaError('FETCH_FAILED', `A block cannot be read: ${(error as Error).message}`, {
        cause: place,
      })
    }
  }
  const block = (ref: BlockRef): Uint8Array => readBlock(ref, blobs)

  const finish = ({ value, blocks, batches }: HandedOver, updates: Updates): Finished => {
    const bytes = value && encode(value)
    const resultBytes = batches?.reduce((sum, { bytes }) => sum + bytes.length, 0) ?? bytes?.length ?? 0
    const result: TaskResult = {
      value: bytes && out.push(bytes) - 1,
      blocks: blocks && { blob: out.push(blocks.bytes) - 1, ranges: blocks.ranges },
      batches: batches?.map(({ bytes, ...about }) => ({ ...about, blob: out.push(bytes) - 1 })),
      persisted,
      updates: updates.length === 0 ? undefined : out.push(encode(updates)) - 1,
      metrics: {
        recordsIn: read.records,
        recordsOut: blocks?.rows ?? sink.out.recordsOut,
        recordsRejected: read.rejected,
        inputBytes: read.bytes,
        shuffleReadBytes: read.shuffled,
        shuffleWriteBytes: blocks?.bytes.length ?? 0,
        resultBytes,
        runMillis: performance.now() - started,
      },
    }
    return { result, blobs: out }
  }

  const sink = await openSink(program, bound, task)
  const endTask = beginTask()
  try {
    await evaluate(program.root, task.partition, sink)
    const handed = await sink.finish()
    return finish(handed, endTask())
  } catch (error) {
    endTask()
    sink.abandon?.()
    throw located(error, program.site)
  }
}

/** A step that says so has only steps below it that keep its keys. */
const withinOf = (steps: readonly PlacedStep[]): FnRef | undefined =>
  steps.find(({ step }) => step.within !== undefined)?.step.within

type Place = readonly [node: number, partition: number]

const place = (node: number, partition: number): string => `${node}:${partition}`

const inputsByPlace = (inputs: readonly TaskInput[]): ReadonlyMap<string, readonly TaskInput[]> => {
  const byPlace = new Map<string, TaskInput[]>()
  for (const input of inputs) {
    const key = place(input.node, input.partition)
    const own = byPlace.get(key)
    if (own === undefined) byPlace.set(key, [input])
    else own.push(input)
  }
  return byPlace
}

const zipped = (
  left: readonly unknown[],
  right: readonly unknown[],
  { site }: ProgramNode & { op: 'zip' },
) => {
  if (left.length !== right.length)
    throw new PartitaError(
      'DATA',
      `${site.operator} needs partitions of the same length on both sides, not ${left.length} and ${right.length}.`,
      { operator: site.operator, callSite: site.at },
    )
  return left.map((value, i) => [value, right[i]])
}

function* crossed(left: Iterable<unknown>, right: readonly unknown[]): Generator<unknown, void, undefined> {
  for (const x of left) for (const y of right) yield [x, y]
}
