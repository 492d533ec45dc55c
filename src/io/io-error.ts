import { PartitaError } from '../fault.ts'

export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** The operating system refused; `what` says what was tried and names the path. */
export const ioError = (what: string, cause: unknown): PartitaError =>
  new PartitaError('IO', `${what}: ${reasonOf(cause)}`, { cause })

export const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined
export const isMissing = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(cause)))
