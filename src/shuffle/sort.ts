// Global sort. A map task sorts its partition and writes one run, in chunks; from regular samples of all runs every
// reducer finds the same bounds, takes its range out of each run and orders what it took. A stable sort of runs that
// stand in map order is their stable merge.

import { damaged } from '../codec/bytes.ts'
import { decode, encode } from '../codec/codec.ts'
import { columnOf, valuesOf } from '../codec/column.ts'
import { decodeColumns, encodeColumns } from '../codec/columns.ts'
import type { Compare } from '../lineage/compare.ts'
import { keyComparisonOf, type RunnableOrder } from '../lineage/order.ts'
import { boundsOf, meets, rangeOf, regularSample, type Sample } from '../lineage/range-bounds.ts'
import { sortOrder } from './sort-order.ts'

/** Records to a chunk. */
const CHUNK = 4096
const BATCH = 1024

/** Where the key of a record is found again: it is the record, its first element, or travels beside it. */
type KeyPlace = 'record' | 'first' | 'beside'

interface RunIndex {
  readonly sample: Sample
  /** For each chunk. */
  readonly firsts: readonly unknown[]
  readonly lasts: readonly unknown[]
  readonly keys: KeyPlace
}

/** What a map task writes: tables, the first of which says what is in the others. */
export interface SortedRun {
  readonly rows: number
  readonly tables: readonly Uint8Array[]
}

/** A run as a reducer reads it: only the index and the chunks of its range, so that only those need be checked. */
export interface StoredRun {
  readonly numTables: number
  readonly table: (number: number) => Uint8Array
}

/** The partition's records as one run that all reducers read; the key function is called once a record. */
export const sortedRun = (
  records: readonly unknown[],
  order: RunnableOrder,
  sampleSize: number,
): SortedRun | undefined => {
  if (records.length === 0) return undefined
  const { key } = order
  const keys = key === undefined ? records : records.map(record => key(record))
  const positions = sortOrder(keys, order)
  const sortedKeys = Array.from(positions, position => keys[position])
  const place = key === undefined ? 'record' : placeOfKeys(records, keys)
  const firsts: unknown[] = []
  const lasts: unknown[] = []
  const chunks: Uint8Array[] = []
  for (let from = 0; from < records.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, records.length)
    firsts.push(sortedKeys[from])
    lasts.push(sortedKeys[to - 1])
    const columns = [columnOf(Array.from(positions.subarray(from, to), position => records[position]))]
    if (place === 'beside') columns.push(columnOf(sortedKeys.slice(from, to)))
    chunks.push(encodeColumns(columns, to - from))
  }
  const sample: Sample = { keys: regularSample(sortedKeys, sampleSize), records: records.length }
  const index: RunIndex = { sample, firsts, lasts, keys: place }
  return { rows: records.length, tables: [encode([index]), ...chunks] }
}

const placeOfKeys = (records: readonly unknown[], keys: readonly unknown[]): KeyPlace =>
  records.every((record, i) => Array.isArray(record) && Object.is(record[0], keys[i])) ? 'first' : 'beside'

/** Records of range `reducer`, sorted, in batches; `runs` in map order. None where the range has no key `within`. */
export function* mergeRuns(
  runs: Iterable<StoredRun>,
  numPartitions: number,
  reducer: number,
  order: RunnableOrder,
  within?: readonly [unknown, unknown],
): Generator<unknown[], void, undefined> {
  const compare = keyComparisonOf(order)
  const opened = Array.from(runs, openRun)
  const bounds = boundsOf(
    opened.map(run => run.index.sample),
    numPartitions,
    compare,
  )
  if (within !== undefined && !meets(bounds, reducer, within, compare)) return
  const keys: unknown[] = []
  const records: unknown[] = []
  for (const run of opened) takeRange(run, bounds, reducer, compare, keys, records)
  const positions = sortOrder(keys, order)
  for (let from = 0; from < records.length; from += BATCH)
    yield Array.from(positions.subarray(from, from + BATCH), position => records[position])
}

interface Run {
  readonly index: RunIndex
  readonly chunk: (number: number) => Uint8Array
}

const openRun = ({ numTables, table }: StoredRun): Run => {
  const index = decode(table(0))[0] as RunIndex | undefined
  if (index === undefined || index.firsts.length !== numTables - 1) throw damaged('a sorted run has no index')
  return { index, chunk: number => table(number + 1) }
}

const takeRange = (
  { index, chunk }: Run,
  bounds: readonly unknown[],
  reducer: number,
  compare: Compare,
  keys: unknown[],
  records: unknown[],
): void => {
  for (let c = 0; c < index.firsts.length; c++) {
    const first = rangeOf(bounds, index.firsts[c], compare)
    const last = rangeOf(bounds, index.lasts[c], compare)
    if (last < reducer || first > reducer) continue
    const { columns } = decodeColumns(chunk(c))
    const values = valuesOf(columns[0]!)
    const keyOf = keyReader(index.keys, values, columns[1] === undefined ? undefined : valuesOf(columns[1]))
    const whole = first === last
    for (let i = 0; i < values.length; i++) {
      const key = keyOf(i)
      if (!whole && rangeOf(bounds, key, compare) !== reducer) continue
      keys.push(key)
      records.push(values[i])
    }
  }
}

const keyReader = (
  place: KeyPlace,
  values: ArrayLike<unknown>,
  beside: ArrayLike<unknown> | undefined,
): ((i: number) => unknown) => {
  if (beside !== undefined) return i => beside[i]
  return place === 'record' ? i => values[i] : i => (values[i] as readonly unknown[])[0]
}
