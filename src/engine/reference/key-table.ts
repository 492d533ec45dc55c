// Entries by key, in the order of first arrival: buckets by hash, searched with `equalKeys`.

import { hashKey } from '../../lineage/hash.ts'
import { equalKeys, normalKey } from '../../lineage/key.ts'

export interface Entry<V> {
  readonly key: unknown
  value: V
}

export interface KeyTable<V> {
  readonly entries: readonly Entry<V>[]
  readonly find: (key: unknown) => Entry<V> | undefined
  /** For a key that was not found. */
  readonly add: (key: unknown, value: V) => Entry<V>
}

export const keyTable = <V>(): KeyTable<V> => {
  const entries: Entry<V>[] = []
  const buckets = new Map<number, Entry<V>[]>()
  return {
    entries,
    find: key => buckets.get(hashKey(key))?.find(entry => equalKeys(entry.key, key)),
    add: (key, value) => {
      const entry = { key: normalKey(key), value }
      const hash = hashKey(key)
      buckets.set(hash, [...(buckets.get(hash) ?? []), entry])
      entries.push(entry)
      return entry
    },
  }
}
