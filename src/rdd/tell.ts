// How a failed action reads: the sentence, the places in the user's program, which task, and the lineage with a mark at
// the operator that failed. The cause follows where Node prints it. Never over 40 lines.

import { basename } from 'node:path'
import { headOf, PartitaError, type Position, showPosition } from '../fault.ts'
import type { Lineage } from '../lineage/lineage.ts'
import { toDebugString } from '../lineage/show.ts'
import type { Call } from './call.ts'

const LINEAGE_LINES = 20

/** The same error, its stack made of the user's frames; what is no PartitaError is left as it is. */
export const told = (error: unknown, lineage: Lineage, action: Call): unknown =>
  error instanceof PartitaError ? toldOver(error, toDebugString(lineage).split('\n'), action) : error

/** The same over any text whose lines end with an operator and its place. */
export const toldOver = (error: unknown, lines: readonly string[], action: Call): unknown => {
  if (!(error instanceof PartitaError)) return error
  if (error.operator === undefined)
    Object.assign(error, { operator: action.operator, callSite: action.callSite.position })
  const { source, operator, callSite } = error
  const frames = [
    frame(`the function given to ${operator}`, source),
    operator === action.operator ? undefined : frame(operator ?? '', callSite),
    frame(action.operator, action.callSite.position),
  ]
  error.stack = [
    ...headOf(error),
    ...frames.filter(line => line !== undefined),
    ...(placeOf(error) === '' ? [] : [`  in ${placeOf(error)} of`]),
    ...marked(error, lines),
  ].join('\n')
  return error
}

const frame = (what: string, at: Position | undefined): string | undefined =>
  at === undefined ? undefined : `    at ${what} (${showPosition(at)})`

const placeOf = ({ recordIndex, partition, attempt, stageId }: PartitaError): string =>
  [
    recordIndex === undefined ? '' : `record ${recordIndex}`,
    partition === undefined ? '' : `partition ${partition}`,
    attempt === undefined || attempt === 0 ? '' : `attempt ${attempt}`,
    stageId === undefined ? '' : `stage ${stageId}`,
  ]
    .filter(part => part !== '')
    .join(', ')

const marked = ({ operator, callSite }: PartitaError, lines: readonly string[]): readonly string[] => {
  const mark =
    callSite === undefined ? undefined : `${operator} at ${basename(callSite.file)}:${callSite.line}`
  const failed = mark === undefined ? -1 : lines.findIndex(line => line.endsWith(mark))
  const from = Math.max(0, Math.min(failed - LINEAGE_LINES / 2, lines.length - LINEAGE_LINES))
  const shown = lines
    .slice(from, from + LINEAGE_LINES)
    .map((line, i) => (from + i === failed ? `  → ${line}` : `    ${line}`))
  const left = lines.length - shown.length
  return left > 0 ? [...shown, `    … ${left} more`] : shown
}
