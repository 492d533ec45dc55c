// What a user's function threw, as an error that names the operator that called it, and the record.

import { PartitaError, type Position } from '../fault.ts'

export interface Place {
  readonly operator: string
  readonly at: Position | undefined
}

/** An error that already names its operator comes from further up and is left as it is. */
export const thrownBy = ({ operator, at }: Place, error: unknown, recordIndex?: number): PartitaError => {
  const where = { operator, callSite: at, recordIndex }
  if (!(error instanceof PartitaError))
    return new PartitaError('TASK_FAILED', `The function given to ${operator} threw ${inWords(error)}`, {
      ...where,
      cause: error,
    })
  if (error.operator !== undefined) return error
  const { code, message, hint, source, cause } = error
  return new PartitaError(code, message, {
    ...where,
    recordIndex: error.recordIndex ?? recordIndex,
    hint,
    source,
    cause,
  })
}

/** A thrown value; whatever a user throws, this does not throw. */
export const inWords = (thrown: unknown): string => {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`
    if (typeof thrown === 'string') return JSON.stringify(thrown)
    const isObject = typeof thrown === 'object' && thrown !== null
    return isObject ? Object.prototype.toString.call(thrown) : String(thrown)
  } catch {
    return 'a value that cannot be described'
  }
}
