// What tasks left behind: the map outputs of shuffles and the persisted partitions, as places in the block store.

import type { BlockStore, Location } from '../../storage/store.ts'
import type { BlockRef } from '../../worker/program.ts'

export interface MapOutput {
  readonly location: Location
  /** One for each reducer, or a single one that all of them read (sorted runs). */
  readonly ranges: readonly (readonly [offset: number, length: number])[]
}

export interface StoredPartition {
  readonly location: Location
  readonly executor: number
}

/** Blobs of a task's frame, filled while its inputs are described. */
export interface Cargo {
  readonly blobs: Uint8Array[]
}

export const refer = (location: Location, offset: number, length: number, cargo: Cargo): BlockRef =>
  location.in === 'file'
    ? { file: location.path, offset, length }
    : { blob: cargo.blobs.push(location.bytes.subarray(offset, offset + length)) - 1 }

export const referAll = (location: Location, cargo: Cargo): BlockRef =>
  refer(location, 0, location.in === 'file' ? location.length : location.bytes.length, cargo)

/** Keyed by edge or persisted node, then by partition; a newer place frees the older one. */
export const shelf = <K, Place extends { readonly location: Location }>(store: BlockStore) => {
  const places = new Map<K, Map<number, Place>>()
  return {
    put: (key: K, partition: number, place: Place): void => {
      const own = places.get(key) ?? new Map<number, Place>()
      places.set(key, own)
      const old = own.get(partition)
      own.set(partition, place)
      if (old !== undefined) void store.free(old.location)
    },
    get: (key: K, partition: number): Place | undefined => places.get(key)?.get(partition),
    of: (key: K): ReadonlyMap<number, Place> => places.get(key) ?? new Map<number, Place>(),
    drop: async (key: K): Promise<void> => {
      const own = places.get(key)
      places.delete(key)
      for (const { location } of own?.values() ?? []) await store.free(location)
    },
  }
}

export type Shelf<K, Place extends { readonly location: Location }> = ReturnType<typeof shelf<K, Place>>
