// What is made once in each executor and lives as long: pools, models. One thread's share of it.

import { isPromiseLike } from './promise.ts'

interface Held {
  readonly value: unknown
  readonly dispose: ((value: never) => unknown) | undefined
}

const held = new Map<number, Held>()
let announce: (() => void) | undefined

/** Made at the first call; what failed to be made is tried again at the next. */
export const heldHere = (id: number, make: () => unknown, dispose: Held['dispose']): unknown => {
  const known = held.get(id)
  if (known !== undefined) return known.value
  const value = make()
  held.set(id, { value, dispose })
  if (isPromiseLike(value)) value.then(undefined, () => held.delete(id))
  announce?.()
  announce = undefined
  return value
}

/** Called once, when this thread first holds something. */
export const onFirstHeld = (f: () => void): void => {
  announce = f
}

/** Disposes of what this thread holds: of all of it, or of those given. Rejects with what the first dispose threw. */
export const disposeHere = async (ids: Iterable<number> = [...held.keys()]): Promise<void> => {
  const failures: unknown[] = []
  for (const id of ids) {
    const entry = held.get(id)
    held.delete(id)
    if (entry?.dispose === undefined) continue
    try {
      await entry.dispose((await entry.value) as never)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
