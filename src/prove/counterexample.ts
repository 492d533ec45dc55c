// A broken law as an error: fast-check's shrunk counterexample in our words, and how to see it again.

import { inspect } from 'node:util'
import fc from 'fast-check'
import { headOf, PartitaError, showPosition } from '../fault.ts'
import type { Call } from '../rdd/call.ts'
import { plain } from './same.ts'

/** How often, from which seed: what fast-check takes. */
export type Runs = Omit<fc.Parameters<unknown>, 'examples' | 'reporter' | 'asyncReporter'>

/** One case that breaks the law; the message says everything about it. */
export class Counterexample extends Error {
  override readonly name = 'Counterexample'
  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), cause === undefined ? undefined : { cause })
  }
}

/** @throws PartitaError LAW where the property does not hold */
export const prove = async <Ts>(call: Call, property: fc.IAsyncProperty<Ts>, runs: Runs): Promise<void> =>
  judge(call, await fc.check(property, runs as fc.Parameters<Ts>))

/** @throws PartitaError LAW where the property did not hold */
export const judge = <Ts>(call: Call, details: fc.RunDetails<Ts>): void => {
  if (!details.failed) return
  const { errorInstance: found, seed, counterexamplePath: path } = details
  if (found instanceof PartitaError) throw found
  if (!(found instanceof Counterexample)) throw broken(call, fc.defaultReportMessage(details) ?? '', found)
  throw broken(call, `${found.message}\n\n  Replay with { seed: ${seed}, path: '${path}' }.`, found.cause)
}

const broken = (
  { operator, callSite: { position } }: Call,
  message: string,
  cause: unknown,
): PartitaError => {
  const details = { operator, callSite: position, ...(cause == null ? {} : { cause }) }
  const error = new PartitaError('LAW', message, details)
  const frames = position === undefined ? [] : [`    at ${operator} (${showPosition(position)})`]
  error.stack = [...headOf(error), ...frames].join('\n')
  return error
}

/** A value in a report, on one line where it fits. */
export const show = (value: unknown): string =>
  inspect(plain(value), { depth: 8, breakLength: 100, maxArrayLength: 40, maxStringLength: 400 })

export const indent = (text: string, by: string): string => text.replaceAll(/^/gm, by)
