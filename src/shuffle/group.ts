// Grouping: the values of each key on each side of a cogroup. Values wait in one list a side, in order of arrival, and
// are sorted by counting when all are there, so that a group is made only when it is read.

import { Group } from '../lineage/group.ts'
import { tablesOf } from './body.ts'
import { KeyTable } from './key-table.ts'
import { pairsOf } from './read.ts'

/** Sides are filled one after the other, from side 0: it is their order that says which key came first. */
export interface Grouping {
  /** A block of pairs that came over a shuffle. */
  readonly addBody: (side: number, body: Uint8Array) => void
  /** A pair of a side that is read in place. */
  readonly addPair: (side: number, pair: readonly [unknown, unknown]) => void
  /** Records [key, [group of side 0, group of side 1, …]] in batches, keys in order of first arrival. */
  readonly records: () => Generator<unknown[], void, undefined>
  /** Of a single side: [key, its values in an array of their own]. */
  readonly lists: () => Generator<unknown[], void, undefined>
}

interface Side {
  /** The key of value i. */
  entries: Int32Array
  readonly values: unknown[]
}

export const grouping = (numSides: number): Grouping => {
  const table = new KeyTable()
  const sides: Side[] = Array.from({ length: numSides }, () => ({
    entries: new Int32Array(1024),
    values: [],
  }))

  const room = (side: Side, more: number): void => {
    const size = side.values.length + more
    if (size <= side.entries.length) return
    const grown = new Int32Array(Math.max(size, side.entries.length * 2))
    grown.set(side.entries)
    side.entries = grown
  }

  return {
    addBody: (index, body) => {
      const side = sides[index]!
      for (const encoded of tablesOf([body])) {
        const { keys, values } = pairsOf(encoded)
        room(side, encoded.rows)
        side.entries.set(table.indexColumn(keys, encoded.rows), side.values.length)
        for (let i = 0; i < values.length; i++) side.values.push(values[i])
      }
    },
    addPair: (index, pair) => {
      const side = sides[index]!
      room(side, 1)
      side.entries[side.values.length] = table.index(pair[0])
      side.values.push(pair[1])
    },
    records: () => {
      const lists = sides.map(side => byEntry(side, table.size))
      return inBatches(table, entry => lists.map(list => new Group(list(entry))))
    },
    lists: () => inBatches(table, byEntry(sides[0]!, table.size)),
  }
}

const BATCH = 1024

function* inBatches(
  table: KeyTable,
  valueAt: (entry: number) => unknown,
): Generator<unknown[], void, undefined> {
  for (let from = 0; from < table.size; from += BATCH) {
    const batch: unknown[] = []
    const to = Math.min(from + BATCH, table.size)
    for (let entry = from; entry < to; entry++) batch.push([table.keyAt(entry), valueAt(entry)])
    yield batch
  }
}

/** Counting sort: the values by entry, within an entry in order of arrival. */
const byEntry = ({ entries, values }: Side, numEntries: number): ((entry: number) => unknown[]) => {
  const starts = new Int32Array(numEntries + 1)
  for (let i = 0; i < values.length; i++) starts[entries[i]! + 1]!++
  for (let entry = 0; entry < numEntries; entry++) starts[entry + 1]! += starts[entry]!
  const next = starts.slice()
  const sorted = values.slice()
  for (let i = 0; i < values.length; i++) sorted[next[entries[i]!]!++] = values[i]
  return entry => sorted.slice(starts[entry], starts[entry + 1])
}
