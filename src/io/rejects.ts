// What becomes of the rows of a split that do not fit, and how they are told.

import { PartitaError } from '../fault.ts'
import type { BadRow, BadRows } from '../lineage/bad-row.ts'
import type { ReadCounter } from './bytes.ts'

export interface Rejecting {
  /** Called for each row that is left out. */
  readonly rejected?: (() => void) | undefined
  readonly counter?: ReadCounter | undefined
}

/** Why a row does not fit. */
export class Misfit {
  readonly problem: string
  readonly where: Pick<BadRow, 'field' | 'column'>
  readonly details: { readonly cause?: unknown; readonly hint?: string }
  constructor(problem: string, where: Misfit['where'] = {}, details: Misfit['details'] = {}) {
    this.problem = problem
    this.where = where
    this.details = details
  }
}

export interface Place {
  readonly file: string
  readonly line: number
  readonly text: string
}

export interface Judged {
  /** What stands for a row that fits. */
  readonly accept: (row: unknown) => unknown
  /** Puts what stands for a bad row, if anything does, behind `rows`. Its place is looked up only where it is told. */
  readonly reject: (rows: unknown[], misfit: Misfit, place: () => Place) => void
}

export const judging = (mode: BadRows, { rejected, counter }: Rejecting): Judged => ({
  accept: mode === 'keep' ? value => ({ ok: true, value }) : row => row,
  reject: (rows, misfit, place) => {
    if (mode === 'fail') throw dataError(misfit, place())
    if (mode === 'keep') rows.push({ ok: false, error: badRow(misfit, place()) })
    else {
      if (counter !== undefined) counter.rejected = (counter.rejected ?? 0) + 1
      rejected?.()
    }
  },
})

const badRow = ({ problem, where }: Misfit, { file, line, text }: Place): BadRow => ({
  file,
  line,
  ...where,
  problem,
  text,
})

const SHOWN_CHARACTERS = 200

const dataError = ({ problem, where, details }: Misfit, { file, line, text }: Place): PartitaError => {
  const { column, field } = where
  const at = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
  const what = field === undefined ? problem : `column ${field}: ${problem}`
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text.trimEnd()
  return new PartitaError('DATA', `${at}: ${what}.\n  ${shown}`, details)
}

export const notUtf8 = (byte: number): Misfit =>
  new Misfit(
    `byte ${byte} of the file is not UTF-8`,
    {},
    {
      hint: "If it is an older single-byte file, read it with encoding: 'latin1'.",
    },
  )
