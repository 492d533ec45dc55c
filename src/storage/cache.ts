// Persisted partitions in the block store: each at its level, least recently used first. When memory is short they go,
// whole, to a file or away; those of an RDD that a running task reads or writes stay.

import type { StorageLevel } from '../lineage/lineage.ts'
import type { Kept } from '../lineage/show.ts'
import type { BlockStore, Location } from './store.ts'

export interface CachedPartition {
  readonly level: StorageLevel
  readonly location: Location
  /** Who computed it. */
  readonly executor: number
}

interface Entry extends CachedPartition {
  readonly rdd: number
  readonly partition: number
}

export interface Cache {
  /** The bytes' place at a level; undefined where memory has no room. */
  readonly place: (level: StorageLevel, bytes: Uint8Array) => Promise<Location | undefined>
  /** A newer copy frees the older one. */
  readonly put: (rdd: number, partition: number, cached: CachedPartition) => void
  readonly get: (rdd: number, partition: number) => CachedPartition | undefined
  /** As `get`, and it counts as a use. */
  readonly use: (rdd: number, partition: number) => CachedPartition | undefined
  /** Forgets a copy that cannot be read, unless another has taken its place. */
  readonly lose: (rdd: number, partition: number, isLost: (location: Location) => boolean) => void
  readonly drop: (rdd: number) => Promise<void>
  readonly sizeOf: (rdd: number) => Kept | undefined
}

/** `inUse` gives the RDDs that running tasks read or write. */
export const cacheIn = (store: BlockStore, inUse: () => ReadonlySet<number>): Cache => {
  /** In the order of their last use. */
  const entries = new Map<string, Entry>()
  const byRdd = new Map<number, Set<string>>()
  /** Those being written to files. */
  const moving = new Map<Entry, Promise<void>>()

  const remove = (key: string, { rdd }: Entry): void => {
    entries.delete(key)
    const own = byRdd.get(rdd)
    own?.delete(key)
    if (own?.size === 0) byRdd.delete(rdd)
  }

  const leastUsed = (): readonly [string, Entry] | undefined => {
    const used = inUse()
    for (const [key, entry] of entries)
      if (entry.location.in === 'memory' && !used.has(entry.rdd) && !moving.has(entry)) return [key, entry]
    return undefined
  }

  /** The copy in memory goes even where none can be written: lineage has it too. */
  const toFile = async (key: string, entry: Entry, bytes: Uint8Array): Promise<void> => {
    const written = await store.putInFile(bytes).catch(() => undefined)
    if (entries.get(key) !== entry) {
      if (written !== undefined) await store.free(written)
      return
    }
    if (written === undefined) remove(key, entry)
    else entries.set(key, { ...entry, location: written })
    await store.free(entry.location)
  }

  store.relieveBy(async () => {
    const found = leastUsed()
    if (found === undefined) {
      if (moving.size === 0) return false
      await Promise.race(moving.values())
      return true
    }
    const [key, entry] = found
    if (entry.level === 'memoryAndDisk' && entry.location.in === 'memory') {
      const move = toFile(key, entry, entry.location.bytes).finally(() => moving.delete(entry))
      moving.set(entry, move)
      await move
    } else {
      remove(key, entry)
      await store.free(entry.location)
    }
    return true
  })

  const keyOf = (rdd: number, partition: number): string => `${rdd}:${partition}`

  return {
    place: (level, bytes) => {
      if (level === 'disk') return store.putInFile(bytes)
      return level === 'memoryAndDisk' ? store.put(bytes) : store.putInMemory(bytes)
    },
    put: (rdd, partition, cached) => {
      const key = keyOf(rdd, partition)
      const old = entries.get(key)
      entries.delete(key)
      entries.set(key, { ...cached, rdd, partition })
      const own = byRdd.get(rdd) ?? new Set<string>()
      byRdd.set(rdd, own.add(key))
      if (old !== undefined) void store.free(old.location)
    },
    get: (rdd, partition) => entries.get(keyOf(rdd, partition)),
    use: (rdd, partition) => {
      const key = keyOf(rdd, partition)
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry
    },
    lose: (rdd, partition, isLost) => {
      const key = keyOf(rdd, partition)
      const entry = entries.get(key)
      if (entry === undefined || !isLost(entry.location)) return
      remove(key, entry)
      void store.free(entry.location)
    },
    drop: async rdd => {
      const own = [...(byRdd.get(rdd) ?? [])].map(key => [key, entries.get(key)!] as const)
      for (const [key, entry] of own) remove(key, entry)
      for (const [, { location }] of own) await store.free(location)
    },
    sizeOf: rdd => {
      const own = byRdd.get(rdd)
      if (own === undefined) return undefined
      let [memoryBytes, diskBytes] = [0, 0]
      for (const key of own) {
        const { location } = entries.get(key)!
        if (location.in === 'memory') memoryBytes += location.bytes.length
        else diskBytes += location.length
      }
      return { partitions: own.size, memoryBytes, diskBytes }
    },
  }
}
