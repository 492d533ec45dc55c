/**
 * The values of one key: an iterable that can be read again, an array once collected.
 * @example for (const [key, group] of pairs) console.log(key, group.length, group.toArray())
 */
export class Group<V> implements Iterable<V> {
  readonly #values: readonly V[]

  constructor(values: readonly V[]) {
    this.#values = values
  }

  get length(): number {
    return this.#values.length
  }

  [Symbol.iterator](): IterableIterator<V> {
    return this.#values[Symbol.iterator]()
  }

  /** The values in a new array. */
  toArray(): V[] {
    return this.#values.slice()
  }

  /** As the array it stands for, so that `JSON.stringify` loses nothing. */
  toJSON(): V[] {
    return this.toArray()
  }
}
