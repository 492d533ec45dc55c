// The reduce side: blocks of one reducer, in map order, become records, accumulators or groups. The result is the
// canonical one: folded within each map partition in record order, merged in map order, keys in order of first arrival.

import { damaged } from '../codec/bytes.ts'
import { type Column, valuesOf } from '../codec/column.ts'
import type { Table } from '../codec/columns.ts'
import { rowsOf } from '../codec/rows.ts'
import { tablesOf } from './body.ts'
import { KeyTable } from './key-table.ts'

/** Records in batches, however they were written. */
export function* readRecords(bodies: Iterable<Uint8Array>): Generator<unknown[], void, undefined> {
  for (const { columns } of tablesOf(bodies)) {
    const values = columns.map(valuesOf)
    if (values.length !== 1) yield rowsOf(undefined, values)
    else yield Array.isArray(values[0]) ? values[0] : Array.from(values[0]!)
  }
}

export interface Combiner {
  readonly create: (value: unknown) => unknown
  readonly merge: (accumulator: unknown, value: unknown) => unknown
  readonly mergeCombiners: (left: unknown, right: unknown) => unknown
}

export interface Combined {
  readonly table: KeyTable
  /** By the key's index. */
  readonly accumulators: readonly unknown[]
}

/** `mapSide`: the blocks hold accumulators; else they hold values, which are folded for each map partition first. */
export const readCombined = (
  bodies: Iterable<Uint8Array>,
  combiner: Combiner,
  mapSide: boolean,
): Combined => {
  const table = new KeyTable()
  const accumulators: unknown[] = []
  for (const body of bodies)
    if (mapSide) mergeAccumulators(table, accumulators, body, combiner)
    else foldValues(table, accumulators, body, combiner)
  return { table, accumulators }
}

const mergeAccumulators = (
  table: KeyTable,
  accumulators: unknown[],
  body: Uint8Array,
  { mergeCombiners }: Combiner,
): void => {
  for (const encoded of tablesOf([body])) {
    const { keys, values } = pairsOf(encoded)
    const entries = table.indexColumn(keys, encoded.rows)
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      // New keys come in the order of their index.
      if (entry === accumulators.length) accumulators.push(values[i])
      else accumulators[entry] = mergeCombiners(accumulators[entry], values[i])
    }
  }
}

const foldValues = (
  table: KeyTable,
  accumulators: unknown[],
  body: Uint8Array,
  { create, merge, mergeCombiners }: Combiner,
): void => {
  /** Keys that earlier map partitions had too: their folds here, in order of arrival. */
  const known = accumulators.length
  const partial = new Map<number, unknown>()
  for (const encoded of tablesOf([body])) {
    const { keys, values } = pairsOf(encoded)
    const entries = table.indexColumn(keys, encoded.rows)
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      if (entry === accumulators.length) accumulators.push(create(values[i]))
      else if (entry >= known) accumulators[entry] = merge(accumulators[entry], values[i])
      else if (partial.has(entry)) partial.set(entry, merge(partial.get(entry), values[i]))
      else partial.set(entry, create(values[i]))
    }
  }
  for (const [entry, right] of partial) accumulators[entry] = mergeCombiners(accumulators[entry], right)
}

/** Output records [key, accumulator] in batches. */
export function* combinedRecords({ table, accumulators }: Combined): Generator<unknown[], void, undefined> {
  for (let from = 0; from < table.size; from += BATCH) {
    const size = Math.min(BATCH, table.size - from)
    yield Array.from({ length: size }, (_, i) => [table.keyAt(from + i), accumulators[from + i]])
  }
}

const BATCH = 1024

/** Keys and values of a table of pairs, however it was written. */
export const pairsOf = ({
  columns,
}: Table): { readonly keys: Column; readonly values: ArrayLike<unknown> } => {
  const [first, second] = columns
  if (first === undefined) throw damaged('a table of pairs has no column')
  if (second !== undefined) return { keys: first, values: valuesOf(second) }
  if (first.type === 'rows' && first.keys === undefined && first.fields.length >= 2)
    return { keys: first.fields[0]!, values: valuesOf(first.fields[1]!) }
  const pairs = Array.from(valuesOf(first), pair => pair as readonly unknown[])
  return { keys: { type: 'any', values: pairs.map(pair => pair[0]) }, values: pairs.map(pair => pair[1]) }
}
