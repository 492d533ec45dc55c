// What a task reported, as the user meets it: thrown value decoded, places found through source maps. Loaded when the
// first task fails.

import { mapStack, userPosition } from '../../closure/position.ts'
import { decode } from '../../codec/codec.ts'
import type { Fault } from '../../fault.ts'
import type { FromWorker } from '../../worker/program.ts'
import type { Frame } from '../../worker/transport.ts'
import type { TaskPlace } from './loss.ts'

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

const OWN_FRAME = /^\s+at .*(?:\bloop\/\d+\/|\/dist\/(?:start|worker|closure)\/)/
