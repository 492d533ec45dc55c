// Values by key, where keys are equal by value: for combinators, which may use no engine's tables.

import { canonicalKey, isStructured, refuseKey } from './key.ts'

export interface Keyed<V> {
  readonly get: (key: unknown) => V | undefined
  readonly has: (key: unknown) => boolean
  readonly set: (key: unknown, value: V) => void
}

export const keyed = <V>(entries: Iterable<readonly [unknown, V]> = []): Keyed<V> => {
  const plain = new Map<unknown, V>()
  const structured = new Map<unknown, V>()
  const at = (key: unknown): readonly [Map<unknown, V>, unknown] => {
    if (typeof key === 'function' || typeof key === 'symbol') return refuseKey(key)
    return isStructured(key) ? [structured, canonicalKey(key)] : [plain, key]
  }
  const table: Keyed<V> = {
    get: key => {
      const [map, by] = at(key)
      return map.get(by)
    },
    has: key => {
      const [map, by] = at(key)
      return map.has(by)
    },
    set: (key, value) => {
      const [map, by] = at(key)
      map.set(by, value)
    },
  }
  for (const [key, value] of entries) table.set(key, value)
  return table
}
