// A program made ready to run: shipments revived, loops compiled. One factory per program and path, its text made
// unique by a source URL: V8 shares feedback by text, and the same text fed other closures runs 5–10 times slower.

import { Script } from 'node:vm'
import type { Classes } from '../closure/revive.ts'
import { type Callable, type CombinatorName, realise } from '../lineage/fn.ts'
import type { RunnableOrder } from '../lineage/order.ts'
import { taskFaults } from './faults.ts'
import { type Entry, type Exit, INLINE, type LoopStep, loopText } from './loop.ts'
import type { FnRef, OrderRef, Program, Site, Step } from './program.ts'

/** What `revive` made of a shipment; a stateful one is made anew for each task, so that no state leaks between tasks. */
export interface Revived {
  readonly make: (classes?: Classes) => readonly unknown[]
  readonly stateful: boolean
}

/** Accumulates over units: records in and out, and what the exit needs. */
export interface LoopOut {
  recordsIn: number
  recordsOut: number
  full?: boolean
}

export type Loop = (input: unknown, out: LoopOut) => unknown

export interface Ends {
  readonly exit: Exit
  readonly create?: Callable | undefined
  readonly merge?: Callable | undefined
  /** False where `create` or `merge` belong to one task: its loop is made for it alone. */
  readonly lasting: boolean
}

export interface Loaded {
  readonly program: Program
  /** The functions of one task. */
  readonly bind: () => Bound
}

/** A program bound to the closures of one task. */
export interface Bound {
  readonly value: (ref: FnRef) => unknown
  readonly fn: (ref: FnRef) => Callable
  readonly order: (ref: OrderRef) => RunnableOrder
  readonly isLasting: (ref: FnRef) => boolean
  /** `sites` of the entry, the steps and the exit. */
  readonly loop: (entry: Entry, steps: readonly Step[], ends: Ends, sites: readonly Site[]) => Loop
}

export const load = (program: Program, shipments: ReadonlyMap<number, Revived>): Loaded => {
  const lasting = new Map<number, readonly unknown[]>()
  const factories = new Map<string, (...fns: unknown[]) => Loop>()
  const loops = new Map<string, Loop>()
  const ids = new Map<Step | Site, number>()
  const idOf = (part: Step | Site): number => {
    if (!ids.has(part)) ids.set(part, ids.size)
    return ids.get(part)!
  }
  const isLasting = (ref: FnRef): boolean =>
    'derived' in ref ? ref.args.every(isLasting) : !shipments.get(ref.shipment)!.stateful

  const bind = (): Bound => {
    const own = new Map<number, readonly unknown[]>()
    // One copy of each class for the whole task, so that `instanceof` holds between its operators.
    const classes: Classes = new Map()
    const roots = (shipment: number): readonly unknown[] => {
      const known = lasting.get(shipment) ?? own.get(shipment)
      if (known !== undefined) return known
      const { make, stateful } = shipments.get(shipment)!
      const made = stateful ? make(classes) : make()
      ;(stateful ? own : lasting).set(shipment, made)
      return made
    }
    const value = (ref: FnRef): unknown =>
      'derived' in ref
        ? realise({ derived: ref.derived, args: ref.args.map(value) })
        : roots(ref.shipment)[ref.root]
    const fn = (ref: FnRef): Callable => value(ref) as Callable

    return {
      value,
      fn,
      isLasting,
      order: ({ key, compare, descending }) => ({
        key: key && fn(key),
        compare: compare && (fn(compare) as RunnableOrder['compare']),
        descending,
      }),
      loop: (entry, steps, ends, sites) => {
        const plans = steps.map(planOf)
        const name = [entry, idOf(sites[0]!), ...steps.map(idOf), ends.exit].join('-')
        const make = () => {
          const factory =
            factories.get(name) ?? compile(program, name, { entry, steps: plans, exit: ends.exit })
          factories.set(name, factory)
          return factory(...plans.map(plan => fn(plan.f)), ends.create, ends.merge, taskFaults(sites))
        }
        if (!ends.lasting || !steps.every(step => isLasting(step.f))) return make()
        const loop = loops.get(name) ?? make()
        loops.set(name, loop)
        return loop
      },
    }
  }
  return { program, bind }
}

interface PlannedStep extends LoopStep {
  readonly f: FnRef
}

const planOf = ({ op, f }: Step): PlannedStep => {
  if (op === 'mapPartitions') throw new RangeError('mapPartitions is no part of a loop')
  const inline = op === 'map' && 'derived' in f && INLINE.has(f.derived) ? f.derived : undefined
  const inner = inline === undefined || !('derived' in f) ? f : (f.args[0] ?? f)
  return { op, inline: inline as CombinatorName | undefined, f: inner }
}

const compile = (
  program: Program,
  name: string,
  shape: Parameters<typeof loopText>[0],
): ((...fns: unknown[]) => Loop) =>
  new Script(loopText(shape), { filename: `partita:loop/${program.id}/${name}` }).runInThisContext()
