// What a task's error says: which operator, which record, where the user called it. A fault that already names its
// operator passes through: it comes from a loop further up the same partition.

import { encode } from '../codec/codec.ts'
import { PartitaError } from '../fault.ts'
import { PROMISE_HINT } from '../lineage/promise.ts'
import { inWords, thrownBy } from '../lineage/thrown.ts'
import type { Site } from './program.ts'

/** Given to the generated loop as `$`. */
export interface TaskFaults {
  readonly fault: (error: unknown, at: number, i: number) => PartitaError
  readonly promised: () => never
  readonly refuse: (value: unknown) => never
}

/** Sites of the entry, the steps, and the exit, in this order. */
export const taskFaults = (sites: readonly Site[]): TaskFaults => ({
  fault: (error, at, i) => located(error, sites[at]!, i),
  promised: () => {
    throw new Misuse('returned a promise where a value is needed', PROMISE_HINT)
  },
  refuse: value => {
    if (value instanceof Promise) throw new Misuse('returned a promise where a value is needed', PROMISE_HINT)
    throw new Misuse(
      `returned ${typeof value === 'string' ? 'a string' : `${value === null ? 'null' : typeof value}`}, not an iterable object`,
      typeof value === 'string'
        ? 'A string would fall apart into characters: return [text] for one record.'
        : undefined,
    )
  },
})

class Misuse extends Error {
  readonly hint: string | undefined
  constructor(message: string, hint: string | undefined) {
    super(message)
    this.hint = hint
  }
}

export const located = (error: unknown, site: Site, recordIndex?: number): PartitaError =>
  error instanceof Misuse
    ? new PartitaError('TASK_FAILED', `The function given to ${site.operator} ${error.message}.`, {
        operator: site.operator,
        callSite: site.at,
        recordIndex,
        hint: error.hint,
      })
    : thrownBy(site, error, recordIndex)

/** What a user threw, as far as it can travel: itself, or an Error that says what it was. */
export const thrownValue = (
  thrown: unknown,
): { readonly bytes: Uint8Array; readonly stack: string | undefined } => {
  const stack = stackOf(thrown)
  try {
    return { bytes: encode([thrown]), stack }
  } catch {
    const stand = new Error(inWords(thrown))
    if (stack !== undefined) stand.stack = stack
    return { bytes: encode([stand]), stack }
  }
}

const stackOf = (thrown: unknown): string | undefined => {
  try {
    return thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : undefined
  } catch {
    return undefined
  }
}
