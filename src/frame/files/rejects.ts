// The rows of CSV files that do not fit, and why. Found by reading the files once for their records, once for their values.

import { batchWriter } from '../../codec/batch-rows.ts'
import { quoteText } from '../../io/duckdb/sql-type.ts'
import type { CsvReading } from '../plan/reading.ts'
import { type Asking, ask } from './ask.ts'
import { badRows, csvProblem } from './explain-row.ts'
import { REJECT_FIELDS } from './reject.ts'
import type { Source } from './source.ts'
import type { Part } from './text-table.ts'

const KINDS: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'fields',
  'TOO MANY COLUMNS': 'fields',
  'UNQUOTED VALUE': 'quote',
  'INVALID ENCODING': 'encoding',
  'LINE SIZE OVER MAXIMUM': 'length',
}

let reports = 0

export const rejectsSource = async (
  parts: readonly Part[],
  reading: CsvReading,
  asking: Asking,
): Promise<Source> => {
  const rows: Record<string, unknown>[] = []
  for (const part of parts)
    for (const file of part.files) rows.push(...(await rejectsOf(part, file, reading, asking)))
  const id = `rejects ${++reports}`
  const batch = batchWriter(REJECT_FIELDS)(rows)
  asking.database.registerBatches(id, { fields: REJECT_FIELDS, batches: () => [batch] })
  return {
    sql: `partita_batches(${quoteText(id)})`,
    fields: REJECT_FIELDS,
    free: () => asking.database.forgetBatches(id),
  }
}

const rejectsOf = async (part: Part, file: string, reading: CsvReading, asking: Asking) => {
  const whole = part.cells.map(({ text }) => `max(strlen(${text}))`).join(', ')
  const odd = await ask(
    asking,
    `SELECT CAST(line AS INTEGER) AS line, column_name AS place, error_type AS kind, error_message AS problem, csv_line AS text
     FROM partita_rejects ORDER BY line, byte_position`,
    [
      `CREATE OR REPLACE TEMP TABLE partita_read AS SELECT ${whole} FROM ${part.from(
        [file],
        `, store_rejects = true, rejects_limit = 0, rejects_table = 'partita_rejects', rejects_scan = 'partita_scans'`,
      )}`,
    ],
  )
  const lines = new Set(odd.map(({ line }) => Number(line)))
  const bad = await badRows(part, file, reading, asking, undefined, lines)
  const structural = odd.map(({ line, kind, problem, text }) => ({
    file,
    line: Number(line),
    column: null,
    kind: KINDS[String(kind)] ?? 'value',
    problem: csvProblem(String(problem)),
    text,
  }))
  return [
    ...structural,
    ...bad.map(({ line, column, problem, text }) => ({ file, line, column, kind: 'value', problem, text })),
  ].sort((a, b) => a.line - b.line)
}
