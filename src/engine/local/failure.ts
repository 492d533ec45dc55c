// Faults as the user meets them: where in their program, which record, which task.

import { mapStack, userPosition } from '../../closure/position.ts'
import { decode } from '../../codec/codec.ts'
import { type Fault, PartitaError, toFault } from '../../fault.ts'
import type { FromWorker, Site } from '../../worker/program.ts'
import type { Frame } from '../../worker/transport.ts'

export interface TaskPlace {
  readonly jobId: number
  readonly stageId: number
  readonly partition: number
  readonly attempt: number
}

/** The fault that a worker reported, its thrown value decoded and its position found. */
export const taskFault = (
  { head, blobs }: Frame<FromWorker & { type: 'failed' }>,
  place: TaskPlace,
): Fault => {
  const source = head.fault.source ?? (head.stack === undefined ? undefined : userPosition(head.stack))
  const fault = { ...head.fault, ...place, source }
  return head.cause === undefined ? fault : { ...fault, cause: readable(decode(blobs[head.cause]!)[0]) }
}

/** The user's own frames of what they threw; those of the loop that called it say nothing to them. */
const readable = (thrown: unknown): unknown => {
  if (thrown instanceof Error && typeof thrown.stack === 'string')
    thrown.stack = mapStack(thrown.stack)
      .split('\n')
      .filter(line => !OWN_FRAME.test(line))
      .join('\n')
  return thrown
}

const OWN_FRAME = /^\s+at .*(?:\bloop\/\d+\/|\/dist\/(?:worker|closure)\/)/

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
