// Shared variables as one thread sees them: where a task reads broadcasts, and where its accumulators add up. Workers
// and the reference engine fill the one and empty the other around each task.

import { PartitaError } from '../fault.ts'

const readers = new Map<number, () => unknown>()

/** From now on tasks of this thread read shared value `id` so. */
export const provideShared = (id: number, read: () => unknown): void => {
  readers.set(id, read)
}

export const withdrawShared = (id: number): void => {
  readers.delete(id)
}

export const readShared = (id: number): unknown => {
  const read = readers.get(id)
  if (read === undefined)
    throw new PartitaError('ARGUMENT', 'This broadcast was destroyed, or belongs to another session.')
  return read()
}

/** What a task added, by accumulator. */
export type Updates = readonly (readonly [accumulator: number, value: unknown])[]

let current: Map<number, unknown> | undefined

/** Until the returned function is called, which gives what was added meanwhile, a task runs in this thread. */
export const beginTask = (): (() => Updates) => {
  const outer = current
  const own = new Map<number, unknown>()
  current = own
  return () => {
    current = outer
    return [...own]
  }
}

/** Adds to the running task's share of an accumulator; false where no task runs. */
export const addInTask = (id: number, add: (before: unknown) => unknown, empty: unknown): boolean => {
  if (current === undefined) return false
  current.set(id, add(current.has(id) ? current.get(id) : empty))
  return true
}

const totals = new Map<number, (value: unknown) => void>()

/** The driver's end of an accumulator. */
export const collectUpdates = (id: number, take: (value: unknown) => void): void => {
  totals.set(id, take)
}

/**
 * What the tasks of one action added, each once, in the order of the nodes they evaluated and then of partitions: the
 * same on every engine, so that floats add up alike.
 */
export const applyUpdates = (
  byTask: readonly { readonly node: number; readonly partition: number; readonly updates: Updates }[],
): void => {
  const inOrder = [...byTask].sort((a, b) => a.node - b.node || a.partition - b.partition)
  for (const { updates } of inOrder) for (const [id, value] of updates) totals.get(id)?.(value)
}
