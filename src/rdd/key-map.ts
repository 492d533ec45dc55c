// What comes back by key.

import { inspect } from 'node:util'
import { canonicalKey, isStructured } from '../lineage/key.ts'

/**
 * A read-only map that looks keys up by value: `map.get(['a', 1])` finds the tuple, whichever array it is.
 * @example (await visits.countByKey()).get('ann')
 */
export class KeyMap<K, V> implements ReadonlyMap<K, V> {
  readonly #values = new Map<K, V>()
  /** By its text, the structured key under which a value is stored. */
  readonly #stored = new Map<string, K>()

  /** Of equal keys, the last one's value stays. */
  constructor(entries: Iterable<readonly [K, V]>) {
    for (const [key, value] of entries) {
      if (isStructured(key) && !this.has(key)) this.#stored.set(canonicalKey(key), key)
      this.#values.set(this.#keyFor(key), value)
    }
  }

  #keyFor(key: K): K {
    return isStructured(key) ? (this.#stored.get(canonicalKey(key)) ?? key) : key
  }

  get size(): number {
    return this.#values.size
  }

  get(key: K): V | undefined {
    return this.#values.get(this.#keyFor(key))
  }

  has(key: K): boolean {
    return this.#values.has(this.#keyFor(key))
  }

  keys(): MapIterator<K> {
    return this.#values.keys()
  }

  values(): MapIterator<V> {
    return this.#values.values()
  }

  entries(): MapIterator<[K, V]> {
    return this.#values.entries()
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.#values.entries()
  }

  forEach(f: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#values) f(value, key, this)
  }

  /** As a list of pairs, so that `JSON.stringify` loses nothing. */
  toJSON(): [K, V][] {
    return [...this.#values]
  }

  [inspect.custom](): unknown {
    return this.#values
  }
}
