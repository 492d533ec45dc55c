// Which row of which file it was that did not fit, told as the RDD side tells it.

import { PartitaError } from '../../fault.ts'
import { inputFile } from '../../io/paths.ts'
import { recordLines } from '../../io/record-lines.ts'
import { wholeFile } from '../../io/split.ts'
import { showType } from '../check/typed.ts'
import type { CsvReading, JsonReading } from '../plan/reading.ts'
import { type Asking, ask } from './ask.ts'
import { BAD_ROW, fitsSql, type Part } from './text-table.ts'

export type TextReading = CsvReading | JsonReading

export const explaining =
  (parts: readonly Part[], reading: TextReading, asking: Asking) =>
  async (error: PartitaError): Promise<PartitaError> => {
    if (error.message.includes(BAD_ROW)) {
      for (const part of parts)
        for (const file of part.files)
          for (const { line, problem } of await badRows(part, file, reading, asking, 1))
            return dataError(
              `${file}:${line}: ${problem}.`,
              error,
              reading.format === 'csv' ? OTHERWISE : undefined,
            )
      return error
    }
    return retold(error)
  }

/** What the database says of files, in our words. */
export const retold = (error: PartitaError): PartitaError => csvError(error) ?? jsonError(error) ?? error

const OTHERWISE = "onBadRow: 'drop' leaves such rows out, 'keep' reports them."

const dataError = (message: string, { operator, callSite }: PartitaError, hint?: string): PartitaError =>
  new PartitaError('DATA', message, { operator, callSite, hint })

const CSV =
  /^CSV Error on Line: (\d+)\n(?:Original Line: ([\s\S]*?)\n)?((?:Expected|Invalid unicode|Value with|Maximum line|Error when)[^\n]*)[\s\S]*?\n {2}file = ([^\n]*)/

const csvError = (error: PartitaError): PartitaError | undefined => {
  const [, line, text = '', problem, file] = CSV.exec(error.message) ?? []
  if (problem !== undefined)
    return dataError(
      `${file}:${line}: ${csvProblem(problem)}.\n  ${text.trimEnd().slice(0, 200)}`,
      error,
      OTHERWISE,
    )
  const [, odd] =
    /state machine reached an invalid state[\s\S]*?\n {2}file = ([^\n]*)/.exec(error.message) ?? []
  const hint = 'Its lines end in several ways, or a quote is misplaced.'
  return odd === undefined
    ? undefined
    : dataError(`${odd}: the file cannot be cut into records.`, error, hint)
}

/** As the RDD side says it. */
export const csvProblem = (told: string): string => {
  const [, wanted, found] = /^Expected Number of Columns: (\d+) Found: (\d+)/.exec(told) ?? []
  if (wanted !== undefined) return `the record has ${found} fields, not ${wanted}`
  if (told.startsWith('Invalid unicode')) return 'the bytes are no UTF-8'
  if (told.startsWith('Value with'))
    return 'a quoted field is never closed, or more text follows its closing quote'
  return told.replace(/\.$/, '')
}

const JSON_ERROR =
  /^(?:Malformed JSON|JSON transform error) in file "([^\n]*?)", (?:at byte (\d+) )?in (?:line|record\/value) (\d+): ([^\n]*)/

const jsonError = (error: PartitaError): PartitaError | undefined => {
  const [, file, byte, line, problem] = JSON_ERROR.exec(error.message) ?? []
  if (problem === undefined) return undefined
  const at = byte === undefined ? '' : ` at byte ${byte}`
  return dataError(`${file}:${line}: ${problem.trim().replace(/\.$/, '')}${at}.`, error)
}

export interface BadRow {
  readonly line: number
  readonly column: string
  readonly problem: string
  /** Of the column. */
  readonly text: string
}

/** The rows of a file with a text that is not of its column's type; `odd` are lines that are no records. */
export const badRows = async (
  { cells, from }: Part,
  file: string,
  reading: TextReading,
  asking: Asking,
  most?: number,
  odd: ReadonlySet<number> = new Set(),
): Promise<readonly BadRow[]> => {
  const checked = cells.filter(({ always }) => !always)
  if (checked.length === 0) return []
  const which = `CASE ${checked.map((cell, i) => `WHEN NOT ${fitsSql(cell)} THEN ${i}`).join(' ')} END`
  const text = `CASE which ${checked.map((_, i) => `WHEN ${i} THEN t${i}`).join(' ')} END`
  const all = cells.map(cell => `strlen(${cell.text})`).join(', ')
  const found = await ask(
    asking,
    `SELECT n, which, ${text} AS text FROM (
       SELECT CAST(row_number() OVER () AS DOUBLE) AS n, ${which} AS which, [${all}] AS read,
              ${checked.map((cell, i) => `${cell.text} AS t${i}`).join(', ')} FROM ${from([file])}
     ) WHERE which IS NOT NULL AND len(read) > 0 ORDER BY n${most === undefined ? '' : ` LIMIT ${most}`}`,
  )
  const lines = await linesOf(
    file,
    found.map(({ n }) => Number(n)),
    reading,
    cells.length,
    odd,
  )
  return found.map(({ which, text }, i) => {
    const { field } = checked[Number(which)]!
    const type = showType(field.type)
    const problem =
      text === null || text === ''
        ? `it is empty, and the column is ${type}, not ${type}?`
        : `${JSON.stringify(String(text).slice(0, 80))} is not ${type}`
    return {
      line: lines[i]!,
      column: field.name,
      problem: `column ${field.name}: ${problem}`,
      text: String(text ?? ''),
    }
  })
}

/** Where records of these rising numbers, from 1, begin. */
const linesOf = async (
  file: string,
  numbers: readonly number[],
  reading: TextReading,
  width: number,
  odd: ReadonlySet<number>,
): Promise<readonly number[]> => {
  const found: number[] = []
  if (numbers.length === 0) return found
  const isCsv = reading.format === 'csv'
  let n = isCsv && reading.header ? -1 : 0
  for (const line of recordLines(
    wholeFile(await inputFile(file)),
    isCsv ? reading.quote : '',
    isCsv ? width : 2,
  )) {
    if (odd.has(line)) continue
    n++
    if (n === numbers[found.length]) found.push(line)
    if (found.length === numbers.length) break
  }
  return numbers.map((_, i) => found[i] ?? 0)
}
