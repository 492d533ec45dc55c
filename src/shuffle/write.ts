// The map side of a hash or round-robin shuffle. Records are encoded as soon as enough of one reducer's are together,
// so that memory holds bytes. Nothing here knows a file, a worker or a lineage. Guarded by laws/shuffle.

import { encode } from '../codec/codec.ts'
import { columnOf } from '../codec/column.ts'
import { encodeColumns } from '../codec/columns.ts'
import { hashKey, partitionOf } from '../lineage/hash.ts'
import { joinTables, type Part } from './body.ts'
import type { KeyTable } from './key-table.ts'

export type Parts = readonly (Part | undefined)[]

/** Where records go in; `finish` gives what each reducer gets. */
export interface Buckets {
  readonly push: (record: unknown) => void
  readonly finish: () => Parts
}

/** Records of one reducer that are encoded together. */
const BATCH = 4096
/** Records that wait in all buckets together. */
const WAITING = 65_536

/** Whole records; `place` says to which reducer, `normal` how they are stored. */
export const recordBuckets = (
  numPartitions: number,
  place: (record: unknown) => number,
  normal: (record: unknown) => unknown = record => record,
): Buckets =>
  buckets(
    numPartitions,
    () => {
      let records: unknown[] = []
      return {
        add: record => records.push(normal(record)),
        take: () => {
          const bytes = encode(records)
          records = []
          return bytes
        },
      }
    },
    place,
  )

/**
 * Pairs for a reducer that groups or combines them by key: keys and values are columns of their own. The array that
 * held them does not travel.
 */
export const pairBuckets = (numPartitions: number): Buckets =>
  buckets(
    numPartitions,
    () => {
      let keys: unknown[] = []
      let values: unknown[] = []
      return {
        add: record => {
          const pair = record as readonly [unknown, unknown]
          values.push(pair[1])
          return keys.push(pair[0])
        },
        take: () => {
          const bytes = encodeColumns([columnOf(keys), columnOf(values)], keys.length)
          keys = []
          values = []
          return bytes
        },
      }
    },
    placeByKey(numPartitions),
  )

/** The pair with its key as it is stored. */
export const normalPair = (record: unknown): unknown => {
  const pair = record as readonly unknown[]
  return Object.is(pair[0], -0) ? [0, ...pair.slice(1)] : pair
}

/** By hash of the key of a pair. */
export const placeByKey =
  (numPartitions: number) =>
  (record: unknown): number =>
    partitionOf(hashKey((record as readonly unknown[])[0]), numPartitions)

/** Record j of input partition i of p goes to output (floor(i·n/p) + j) mod n. */
export const placeInTurn = (partition: number, of: number, numPartitions: number) => {
  let next = Math.floor((partition * numPartitions) / of) % numPartitions
  return (): number => {
    const turn = next
    next = turn + 1 === numPartitions ? 0 : turn + 1
    return turn
  }
}

interface Bucket {
  /** How many wait in it now. */
  readonly add: (record: unknown) => number
  readonly take: () => Uint8Array
}

const buckets = (
  numPartitions: number,
  bucket: () => Bucket,
  place: (record: unknown) => number,
): Buckets => {
  const all = Array.from({ length: numPartitions }, () => ({
    bucket: bucket(),
    waiting: 0,
    rows: 0,
    tables: [] as Uint8Array[],
  }))
  let waiting = 0
  const flush = (part: (typeof all)[number]): void => {
    if (part.waiting === 0) return
    part.tables.push(part.bucket.take())
    part.rows += part.waiting
    waiting -= part.waiting
    part.waiting = 0
  }
  return {
    push: record => {
      const part = all[place(record)]!
      part.waiting = part.bucket.add(record)
      if (part.waiting === BATCH) flush(part)
      if (++waiting === WAITING) for (const each of all) flush(each)
    },
    finish: () =>
      all.map(part => {
        flush(part)
        return part.rows === 0 ? undefined : { rows: part.rows, body: joinTables(part.tables) }
      }),
  }
}

/** Entries to a table of the body. */
const TABLE = 32_768

/** The keys of an aggregation table with their accumulators, in order of first arrival for each reducer. */
export const writeCombined = (
  table: KeyTable,
  accumulators: readonly unknown[],
  numPartitions: number,
): Parts => {
  const entries: number[][] = Array.from({ length: numPartitions }, () => [])
  for (let entry = 0; entry < table.size; entry++)
    entries[partitionOf(table.hashAt(entry), numPartitions)]!.push(entry)
  return entries.map(own => {
    if (own.length === 0) return undefined
    const tables: Uint8Array[] = []
    for (let from = 0; from < own.length; from += TABLE)
      tables.push(encodeEntries(table, accumulators, own.slice(from, from + TABLE)))
    return { rows: own.length, body: joinTables(tables) }
  })
}

const encodeEntries = (
  table: KeyTable,
  accumulators: readonly unknown[],
  entries: readonly number[],
): Uint8Array =>
  // A structured key may share objects with its accumulator, so they travel as one record.
  table.hasStructuredKeys
    ? encode(entries.map(entry => [table.keyAt(entry), accumulators[entry]]))
    : encodeColumns(
        [table.keyColumn(entries), columnOf(entries.map(entry => accumulators[entry]))],
        entries.length,
      )
