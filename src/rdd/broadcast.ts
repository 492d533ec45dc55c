// A value that tasks read: sent to each executor once, when a task first runs there, and decoded when it is first read.

import type { Engine } from '../engine/engine.ts'
import { PartitaError, showPosition } from '../fault.ts'
import { readShared } from '../lineage/shared.ts'
import { type Call, calling } from './call.ts'

interface Original {
  readonly engine: Engine
  readonly value: unknown
  destroyed?: Call
}

/** Only the driver's own object is here; the copy that a closure takes along has its id alone. */
const originals = new WeakMap<object, Original>()

let next = 1

/**
 * A read-only value for tasks: a table to look things up in, a model. Capture it in a closure and read `value` there.
 * @example
 * const rates = session.broadcast({ EUR: 1, USD: 0.9 })
 * prices.map(({ amount, currency }) => amount * rates.value[currency])
 */
export class Broadcast<out T> {
  readonly id: number

  /** @internal Use `session.broadcast`. */
  constructor(engine: Engine, value: T) {
    this.id = next++
    engine.share(this.id, value)
    originals.set(this, { engine, value })
  }

  /**
   * On the driver the value itself; in tasks a copy that the tasks of an executor share: do not change it. Throws
   * ARGUMENT after `destroy`.
   */
  get value(): T {
    const original = originals.get(this)
    if (original === undefined) return readShared(this.id) as T
    if (original.destroyed !== undefined) throw gone(original.destroyed)
    return original.value as T
  }

  /** Frees the copies of the executors; the next task that needs one gets it anew. */
  unpersist(): void {
    driversEnd(this, 'unpersist').engine.unshare(this.id)
  }

  /** Frees all of it; reading `value` is an error from now on. */
  destroy(): void {
    const original = driversEnd(this, 'destroy')
    original.destroyed ??= calling('destroy')
    original.engine.unshare(this.id, gone(original.destroyed).message)
  }
}

const driversEnd = (broadcast: object, operator: string): Original => {
  const original = originals.get(broadcast)
  if (original === undefined)
    throw new PartitaError('ARGUMENT', `${operator} of a broadcast is called on the driver, not in a task.`)
  return original
}

const gone = ({ callSite }: Call): PartitaError => {
  const at = callSite.position
  return new PartitaError(
    'ARGUMENT',
    `This broadcast was destroyed${at === undefined ? '' : ` at ${showPosition(at)}`}.`,
  )
}
