import { PartitaError } from '../../fault.ts'
import type { QueryFault } from '../../lineage/source.ts'

/** The error as it is to whoever wrote the query; the first of the faults that it matches. */
export const asAuthorKnows = (error: PartitaError, faults: readonly QueryFault[]): PartitaError => {
  const fault = faults.find(({ pattern }) => new RegExp(pattern, 'i').test(error.message))
  if (fault === undefined) return error
  const { code, cause } = error
  return new PartitaError(code, fault.message ?? error.message, {
    operator: fault.operator ?? error.operator,
    callSite: fault.at ?? error.callSite,
    hint: fault.operator === undefined ? (error.hint ?? fault.hint) : fault.hint,
    ...(cause === undefined ? {} : { cause }),
  })
}
