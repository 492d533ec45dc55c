// A value that tasks add to and the driver reads. Each successful task of an action counts once, whatever is retried;
// a failed action counts nothing.

import { PartitaError } from '../fault.ts'
import { addInTask, collectUpdates } from '../lineage/shared.ts'
import type { Monoid } from './shape.ts'

/** The totals; only the driver's own objects are here, not the copies that closures take along. */
const totals = new WeakMap<object, { value: unknown }>()

let next = 1

/**
 * Adds up over tasks, by a Monoid.
 * @example
 * const bad = session.counter('bad lines')
 * const rows = lines.flatMap(line => { const row = parse(line); if (row === undefined) bad.add(1); return row ?? [] })
 * await rows.saveAsTextFile('out')
 * console.log(bad.value)
 */
export class Accumulator<A> {
  readonly id: number
  readonly name: string | undefined
  readonly monoid: Monoid<A>

  /** @internal Use `session.accumulator` or `session.counter`. */
  constructor(monoid: Monoid<A>, name: string | undefined) {
    this.id = next++
    this.name = name
    this.monoid = monoid
    const total: { value: unknown } = { value: monoid.empty }
    totals.set(this, total)
    collectUpdates(this.id, value => {
      total.value = monoid.concat(total.value as A, value as A)
    })
  }

  /** In a task, to the task's share; on the driver, to the total. */
  add(value: A): void {
    const { monoid } = this
    const plus = (before: unknown) => monoid.concat(before as A, value)
    const total = totals.get(this)
    if (total !== undefined) total.value = plus(total.value)
    else addInTask(this.id, plus, monoid.empty)
  }

  /** What all actions that ended well have added. Throws ARGUMENT in a task, which sees only its own share. */
  get value(): A {
    const total = totals.get(this)
    if (total === undefined)
      throw new PartitaError('ARGUMENT', `The accumulator ${this.name ?? this.id} was read in a task.`, {
        hint: 'Tasks only add; read the value on the driver, after the action.',
      })
    return total.value as A
  }
}

/** Numbers by addition. */
export const SUM: Monoid<number> = Object.freeze({ empty: 0, concat: (a: number, b: number) => a + b })
