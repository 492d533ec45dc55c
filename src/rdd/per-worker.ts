// What is made once in each executor and used by its tasks.

import { heldHere } from '../lineage/held.ts'

let next = 1

/**
 * A connection pool, a model: made when a task of an executor first reads `value`, disposed of when the session closes.
 * @example
 * const database = session.perWorker(() => connect('postgres://…'), { dispose: pool => pool.end() })
 * rows.mapAsync(async row => (await database.value).insert(row))
 */
export class PerWorker<out T> {
  readonly id: number
  readonly make: () => T
  readonly dispose: ((value: never) => unknown) | undefined

  /** @internal Use `session.perWorker`. */
  constructor(make: () => T, dispose: ((value: never) => unknown) | undefined) {
    this.id = next++
    this.make = make
    this.dispose = dispose
  }

  /** This executor's own; a promise where `make` gives one. On the driver, the driver's own. */
  get value(): T {
    return heldHere(this.id, this.make, this.dispose) as T
  }
}
