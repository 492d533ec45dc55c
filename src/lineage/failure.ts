// What an operation refuses, named as the user wrote it: the operation, the place, and a stack of the user's own frames.

import { type FaultCode, headOf, PartitaError } from '../fault.ts'
import type { CallSite } from './call-site.ts'

export const failure = (
  { operator, callSite }: { readonly operator: string; readonly callSite: CallSite },
  code: FaultCode,
  message: string,
  details: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): PartitaError => {
  const named = { operator, callSite: callSite.position, ...details }
  const error = new PartitaError(code, `${operator} ${message}`, named)
  error.stack = [...headOf(error), ...callSite.frames].join('\n')
  return error
}
