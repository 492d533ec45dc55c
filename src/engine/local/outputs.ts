// What tasks left behind, as places in the block store, and how a task is told of them.

import type { BlockStore, Location } from '../../storage/store.ts'
import type { BlockRef } from '../../worker/program.ts'

export interface MapOutput {
  readonly location: Location
  /** One for each reducer, or a single one that all of them read (sorted runs). */
  readonly ranges: readonly (readonly [offset: number, length: number])[]
}

/** Blobs of a task's frame, filled while its inputs are described, and the places that it reads. */
export interface Cargo {
  readonly blobs: Uint8Array[]
  readonly locations: Set<Location>
}

export const emptyCargo = (): Cargo => ({ blobs: [], locations: new Set() })

export const refer = (location: Location, offset: number, length: number, cargo: Cargo): BlockRef => {
  cargo.locations.add(location)
  return location.in === 'file'
    ? { file: location.path, offset, length }
    : { blob: cargo.blobs.push(location.bytes.subarray(offset, offset + length)) - 1 }
}

export const referAll = (location: Location, cargo: Cargo): BlockRef =>
  refer(location, 0, location.in === 'file' ? location.length : location.bytes.length, cargo)

/** The outputs of map stages, by edge and map partition; a newer one frees the older. */
export const mapOutputs = (store: BlockStore) => {
  const outputs = new Map<string, Map<number, MapOutput>>()
  return {
    put: (edge: string, mapIndex: number, output: MapOutput): void => {
      const own = outputs.get(edge) ?? new Map<number, MapOutput>()
      outputs.set(edge, own)
      const old = own.get(mapIndex)
      own.set(mapIndex, output)
      if (old !== undefined) void store.free(old.location)
    },
    of: (edge: string): ReadonlyMap<number, MapOutput> => outputs.get(edge) ?? new Map<number, MapOutput>(),
    drop: async (edge: string): Promise<void> => {
      const own = outputs.get(edge)
      outputs.delete(edge)
      for (const { location } of own?.values() ?? []) await store.free(location)
    },
  }
}

export type MapOutputs = ReturnType<typeof mapOutputs>
