// What can go wrong, as one closed set of codes and one error class. Lives on the street: every room may use it.
// A Fault is plain data, so that it crosses to and from workers; PartitaError is the Fault as users meet it.

export type FaultCode =
  | 'ARGUMENT'
  | 'CLOSURE'
  | 'PLAN'
  | 'TASK_FAILED'
  | 'TASK_TIMEOUT'
  | 'WORKER_LOST'
  | 'OUT_OF_MEMORY'
  | 'FETCH_FAILED'
  | 'SPILL_FAILED'
  | 'DATA'
  | 'IO'
  | 'OUTPUT'
  | 'CANCELLED'
  | 'CLOSED'
  | 'LAW'
  | 'UNSUPPORTED'
  | 'INTERNAL'

/** A place in the user's program; `line` and `column` count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface FaultDetails {
  readonly jobId?: number | undefined
  readonly stageId?: number | undefined
  readonly partition?: number | undefined
  readonly attempt?: number | undefined
  /** Position of the record among those that entered the failing operator's stage in this partition, from 0. */
  readonly recordIndex?: number | undefined
  /** Where the error was thrown in the user's own code. */
  readonly source?: Position | undefined
  /** The operation as the user wrote it: `map`, `reduceByKey` … */
  readonly operator?: string | undefined
  /** Where the user called that operation. */
  readonly callSite?: Position | undefined
  readonly cause?: unknown
  /** One line of advice. */
  readonly hint?: string | undefined
}

export interface Fault extends FaultDetails {
  readonly code: FaultCode
  readonly message: string
}

/** The only error that partita throws or rejects with. */
export class PartitaError extends Error implements FaultDetails {
  override readonly name = 'PartitaError'
  readonly code: FaultCode
  declare readonly jobId?: number
  declare readonly stageId?: number
  declare readonly partition?: number
  declare readonly attempt?: number
  declare readonly recordIndex?: number
  declare readonly source?: Position
  declare readonly operator?: string
  declare readonly callSite?: Position
  declare readonly hint?: string

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    const { cause: _, ...rest } = details
    for (const [key, value] of Object.entries(rest))
      if (value !== undefined) Object.assign(this, { [key]: value })
  }
}

export const toFault = (error: PartitaError): Fault => {
  const {
    code,
    message,
    jobId,
    stageId,
    partition,
    attempt,
    recordIndex,
    source,
    operator,
    callSite,
    cause,
    hint,
  } = error
  return {
    code,
    message,
    jobId,
    stageId,
    partition,
    attempt,
    recordIndex,
    source,
    operator,
    callSite,
    cause,
    hint,
  }
}

export const fromFault = ({ code, message, ...details }: Fault): PartitaError =>
  new PartitaError(code, message, details)

export const showPosition = (at: Position): string => `${at.file}:${at.line}:${at.column}`

/** How an error reads above its frames. */
export const headOf = ({ name, code, message, hint }: PartitaError): readonly string[] => [
  `${name} [${code}]: ${message}`,
  ...(hint === undefined ? [] : [`  ${hint}`]),
]
