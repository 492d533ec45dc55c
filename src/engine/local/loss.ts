// Faults that no task could report: a worker that is gone, an error of the engine's own.

import { type Fault, PartitaError, toFault } from '../../fault.ts'
import type { Site } from '../../worker/program.ts'

export interface TaskPlace {
  readonly jobId: number
  readonly stageId: number
  readonly partition: number
  readonly attempt: number
}

export type LossReason = 'exit' | 'oom' | 'timeout' | 'killed'

export const lossFault = (
  reason: LossReason,
  message: string,
  place: TaskPlace | undefined,
  site: Site | undefined,
  limits: { readonly taskTimeout?: number | undefined; readonly heapMiB: number },
): Fault => {
  const where =
    place === undefined
      ? ''
      : ` while it ran partition ${place.partition} of stage ${place.stageId}${site === undefined ? '' : ` (${site.operator})`}`
  switch (reason) {
    case 'timeout':
      return {
        code: 'TASK_TIMEOUT',
        message: `A task ran longer than taskTimeout, ${limits.taskTimeout} ms${where === '' ? '' : `:${where.slice(6)}`}.`,
        ...place,
        operator: site?.operator,
        callSite: site?.at,
        hint: 'Raise taskTimeout, or cut the work into more partitions.',
      }
    case 'oom':
      return {
        code: 'OUT_OF_MEMORY',
        message: `A worker ran out of its heap of ${limits.heapMiB} MiB${where}.`,
        ...place,
        operator: site?.operator,
        callSite: site?.at,
        hint: 'Raise `memory`, use fewer workers, or more and smaller partitions.',
      }
    default:
      return {
        code: 'WORKER_LOST',
        message: `A worker was lost${where}: ${message}`,
        ...place,
        operator: site?.operator,
        callSite: site?.at,
        hint: 'Look for process.exit, native crashes or rejected promises that nobody awaits.',
      }
  }
}

export const asFault = (error: unknown): Fault =>
  error instanceof PartitaError
    ? toFault(error)
    : { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error), cause: error }
