// The lineage: a closed union of frozen node kinds, and their constructors. Plain data and the user's functions;
// nothing here runs, reads a file or knows an engine. Nodes are untyped: the type parameter lives on RDD<T> only.
// Everything a user writes is these nodes, or derived from them. Guarded by laws/lineage.

import type { CallSite } from './call-site.ts'
import type { Fn } from './fn.ts'
import type { Order } from './order.ts'
import type { Partitioner } from './partitioner.ts'
import type { SourceSpec } from './source.ts'

/**
 * What a rerun of the same partition may give: the same records in the same order, the same records in another
 * order, or other records. A lost block of an indeterminate stage makes all that was computed from it void.
 */
export type Determinacy = 'determinate' | 'unordered' | 'indeterminate'

/**
 * Where `persist` keeps partitions, always as encoded blocks with a checksum, so that `memory` and `memorySerialized`
 * are one. What is in memory goes, least recently used first, when memory is short, and is computed again;
 * `memoryAndDisk` goes to a file instead; `disk` is a file from the start.
 */
export type StorageLevel = (typeof STORAGE_LEVELS)[number]
export const STORAGE_LEVELS = ['memory', 'memorySerialized', 'disk', 'memoryAndDisk'] as const

interface Common {
  /** Unique in the process. */
  readonly id: number
  /** The operation as the user wrote it, e.g. `reduceByKey`. */
  readonly operator: string
  readonly callSite: CallSite
  /** What the user calls it (`setName`). */
  readonly name?: string | undefined
  readonly note?: Note | undefined
}

/** Which of several ways an operation goes, and why: told by `explain()`. */
export interface Note {
  readonly way: string
  readonly why: string
}

export interface Source extends Common {
  readonly kind: 'source'
  readonly from: SourceSpec
  /** How the keys of a checkpoint are spread. */
  readonly partitioner?: Partitioner | undefined
  /** What the first action writes to where this reads; no engine looks further up. */
  readonly of?: Lineage | undefined
}
export interface Mapped extends Common {
  readonly kind: 'map'
  readonly parent: Lineage
  readonly f: Fn
  /** The keys of pairs, and so their partitioner, are left as they are (`mapValues`). */
  readonly keepsKeys: boolean
}
export interface Filtered extends Common {
  readonly kind: 'filter'
  readonly parent: Lineage
  readonly f: Fn
  /**
   * Gives [lower, upper] where only pairs pass whose key lies between, and the parent is a sort by key or operators of
   * single records that keep its keys: ranges that lie outside are not read.
   */
  readonly within?: Fn | undefined
}
export interface FlatMapped extends Common {
  readonly kind: 'flatMap'
  readonly parent: Lineage
  readonly f: Fn
  readonly keepsKeys: boolean
}
export interface PartitionsMapped extends Common {
  readonly kind: 'mapPartitions'
  readonly parent: Lineage
  /** `(iterator, ctx) => Iterable | AsyncIterable | Promise<Iterable>` */
  readonly f: Fn
  readonly keepsKeys: boolean
  readonly determinacy: Determinacy
}
export interface United extends Common {
  readonly kind: 'union'
  readonly parents: readonly Lineage[]
  /** All are partitioned alike, and so is this: each partition is that of the first parent, then of the second … */
  readonly aligned?: boolean | undefined
}
export interface Zipped extends Common {
  readonly kind: 'zip'
  readonly parents: readonly [Lineage, Lineage]
}
/** Partition i·q + j of p·q pairs each record of the left side's partition i with each of the right side's j. */
export interface Product extends Common {
  readonly kind: 'product'
  readonly parents: readonly [Lineage, Lineage]
}
export interface Coalesced extends Common {
  readonly kind: 'coalesce'
  readonly parent: Lineage
  readonly numPartitions: number
}
/** How values of one key become one accumulator: Spark's Aggregator. */
export interface Combine {
  readonly create: Fn
  readonly merge: Fn
  readonly mergeCombiners: Fn
  /** Fold before the shuffle too; off where folding saves nothing (`groupByKey`). */
  readonly mapSide: boolean
}
export interface Shuffled extends Common {
  readonly kind: 'shuffle'
  readonly parent: Lineage
  readonly partitioner: Partitioner
  readonly combine?: Combine | undefined
  /** Sort within each output partition; with a range partitioner, a global sort. */
  readonly order?: Order | undefined
}
export interface CoGrouped extends Common {
  readonly kind: 'cogroup'
  readonly parents: readonly Lineage[]
  readonly partitioner: Partitioner
}
export interface Persisted extends Common {
  readonly kind: 'persist'
  readonly parent: Lineage
  readonly level: StorageLevel
}

export type Lineage =
  | Source
  | Mapped
  | Filtered
  | FlatMapped
  | PartitionsMapped
  | United
  | Zipped
  | Product
  | Coalesced
  | Shuffled
  | CoGrouped
  | Persisted

export type Kind = Lineage['kind']
export type Node<K extends Kind> = Extract<Lineage, { kind: K }>

let nextId = 1

type Draft<N> = N extends Lineage ? Omit<N, 'id'> : never

/** The one constructor: gives the node its id and freezes it with its parts. */
export const node = <K extends Kind>(draft: Draft<Node<K>>): Node<K> => {
  for (const part of Object.values<unknown>(draft)) if (typeof part === 'object') Object.freeze(part)
  return Object.freeze({ id: nextId++, ...draft }) as unknown as Node<K>
}

/** The operation, and the name that the user gave to what it makes. */
export const titleOf = ({ operator, name }: Lineage): string =>
  name === undefined ? operator : `${operator} '${name}'`

export const parentsOf = (lineage: Lineage): readonly Lineage[] => {
  switch (lineage.kind) {
    case 'source':
      return []
    case 'union':
    case 'zip':
    case 'product':
    case 'cogroup':
      return lineage.parents
    default:
      return [lineage.parent]
  }
}
