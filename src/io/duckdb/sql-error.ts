// What DuckDB says went wrong, as a PartitaError: which code, where in the SQL, and the names that were perhaps meant.

import { type FaultCode, PartitaError } from '../../fault.ts'

/** DuckDB's error as `errors_as_json` writes it. */
interface Told {
  readonly exception_type: string
  readonly exception_message: string
  /** Bytes into the SQL. */
  readonly position?: string
  readonly candidates?: string
}

/** The SQL as its author knows it, and how many bytes we wrote before it. */
export interface SqlText {
  readonly sql: string
  readonly prefix?: number
  readonly wrote?: Wrote | undefined
}

/** A place in SQL that was put together, as one in what its author wrote; undefined where it was all put together. */
export type Wrote = (at: number) => { readonly sql: string; readonly at: number } | undefined

const CODES: Readonly<Record<string, FaultCode>> = {
  Parser: 'PLAN',
  Syntax: 'PLAN',
  Binder: 'PLAN',
  Catalog: 'PLAN',
  Dependency: 'PLAN',
  Planner: 'PLAN',
  'Not implemented': 'PLAN',
  Conversion: 'DATA',
  'Out of Range': 'DATA',
  'Mismatch Type': 'DATA',
  'Invalid type': 'DATA',
  'Invalid Input': 'DATA',
  Constraint: 'DATA',
  Serialization: 'DATA',
  'Divide by Zero': 'DATA',
  IO: 'IO',
  HTTP: 'IO',
  Permission: 'IO',
  Network: 'IO',
  'Out of Memory': 'OUT_OF_MEMORY',
  INTERRUPT: 'CANCELLED',
  Interrupt: 'CANCELLED',
  'Invalid Configuration': 'ARGUMENT',
  'Parameter Not Resolved': 'ARGUMENT',
  'Parameter Not Allowed': 'ARGUMENT',
  'Missing Extension': 'UNSUPPORTED',
  'Autoloading Extension': 'UNSUPPORTED',
}

/** What a database may hold, as an error tells it: `DuckDB's quarter …`, and what can be done. */
export interface Allowance {
  readonly whose: string
  readonly hint: string
}

export const sqlError = (
  cause: unknown,
  text?: SqlText,
  { whose, hint }: Allowance = ALLOWED,
): PartitaError => {
  if (cause instanceof PartitaError) return cause
  const told = read(cause instanceof Error ? cause.message : String(cause))
  const message = told.exception_message.trim()
  if (/^Cannot prepare multiple statements|^No statement to prepare/.test(message))
    return new PartitaError('PLAN', 'A query is one statement; this text has none or several.', {
      hint: 'of a PIVOT, write the values: PIVOT … ON column IN (…)',
    })
  const code = CODES[told.exception_type] ?? 'INTERNAL'
  if (code === 'CANCELLED') return new PartitaError('CANCELLED', 'The query was cancelled.')
  if (code === 'OUT_OF_MEMORY')
    return new PartitaError(
      'OUT_OF_MEMORY',
      `The query needs more memory than ${whose}: ${message.split('\n')[0]}.`,
      { hint },
    )
  return new PartitaError(code, `${sentence(withoutCandidates(message))}${placeOf(told, text)}`, {
    hint: hintOf(told),
  })
}

const ALLOWED: Allowance = {
  whose: 'it may use',
  hint: "raise the session's `memory`, or give `tempDir` more room to spill",
}

const read = (message: string): Told => {
  const json = /^(?:[\w ]+ Error: )?(\{.*\})$/s.exec(message)?.[1]
  if (json !== undefined)
    try {
      return JSON.parse(json)
    } catch {
      // An error about JSON that looks like JSON: its text will do.
    }
  const [, type, rest] = /^([\w ]+?) Error: (.*)$/s.exec(message) ?? []
  return { exception_type: type ?? '', exception_message: rest ?? message }
}

const withoutCandidates = (message: string): string =>
  message.replace(/\n*(?:Did you mean|Candidate bindings:)[^\n]*/g, '')

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`)

const hintOf = ({ candidates }: Told): string | undefined =>
  candidates === undefined || candidates === ''
    ? undefined
    : `did you mean ${candidates
        .split(',')
        .slice(0, 5)
        .map(name => `"${name}"`)
        .join(' or ')}?`

const placeOf = ({ position }: Told, text: SqlText | undefined): string => {
  if (position === undefined || text === undefined) return ''
  const bytes = Buffer.from(text.sql)
  const at = Number(position) - (text.prefix ?? 0)
  if (!(at >= 0 && at <= bytes.length)) return ''
  const there = bytes.toString('utf8', 0, at).length
  const written = text.wrote === undefined ? { sql: text.sql, at: there } : text.wrote(there)
  if (written === undefined) return ''
  const lines = written.sql.slice(0, written.at).split('\n')
  const line = written.sql.split('\n')[lines.length - 1]!
  return ` At line ${lines.length}, column ${lines.at(-1)!.length + 1} of the SQL: ${line.trim().slice(0, 120)}`
}
