// Rows as CSV lines (RFC 4180), such that our own csv source reads the same rows: quoted only where it must be, and text
// that looks like null too, since a quoted field is text and never null.

import type { CsvSink, SinkColumn } from '../lineage/sink.ts'
import { fieldText } from './csv-value.ts'
import { kindOf, type LineFormat, refusal } from './line-writer.ts'
import { nameList } from './name-list.ts'

type Fields = readonly unknown[] | Readonly<Record<string, unknown>>

export const csvFormat = (sink: CsvSink, part: string): LineFormat => {
  const { header, delimiter, nullText } = sink
  const quoted = quoting(sink)
  const escaped = sink.escapeFormulas ? escapeFormula : (text: string) => text
  const headOf = (columns: readonly SinkColumn[]): string =>
    columns.map(({ name }) => quoted(escaped(name))).join(delimiter)

  const field = (value: unknown, { name, type, nullable }: SinkColumn, index: number): string => {
    if (value === null && nullable) return nullText
    const text = fieldText(value, type)
    if (text === undefined)
      throw refusal(
        `Record ${index} of ${part}: field ${JSON.stringify(name)} is ${shown(value)}, which ${type === undefined ? 'CSV has no text for' : `is not ${type}`}.`,
        type === undefined
          ? 'Fields are text, numbers, bigints, booleans, valid Dates and null; make something else of it with map.'
          : `Its type is given by columns${value === null ? `; ${type}? may be null` : ''}.`,
      )
    if (typeof value === 'string') return quoted(escaped(text))
    if (text === nullText)
      throw refusal(
        `Record ${index} of ${part}: field ${JSON.stringify(name)} is ${text}, which stands for null.`,
        'Choose another nullText.',
      )
    return quoted(text)
  }

  const inOrder = (record: unknown, columns: readonly SinkColumn[], index: number): readonly unknown[] => {
    if (Array.isArray(record) && record.length === columns.length) return record
    if (!isRow(record))
      throw refusal(
        `Record ${index} of ${part} is ${kindOf(record)}.`,
        'A row of CSV is a plain object or an array.',
      )
    const names = Object.keys(record)
    const alike = Array.isArray(record)
      ? false
      : sink.columns === undefined
        ? names.length === columns.length && columns.every(({ name }, i) => name === names[i])
        : names.length === columns.length && columns.every(({ name }) => Object.hasOwn(record, name))
    if (!alike)
      throw refusal(
        `Record ${index} of ${part} has ${Array.isArray(record) ? `${record.length} fields` : `the fields ${nameList(names)}`}, and not ${nameList(columns.map(({ name }) => name))}.`,
        sink.columns === undefined
          ? 'The first record says which columns there are and in which order; give columns to say it yourself.'
          : 'A row has exactly the columns that are given.',
      )
    return columns.map(({ name }) => (record as Readonly<Record<string, unknown>>)[name])
  }

  let columns = sink.columns
  return {
    extension: '.csv',
    head: columns !== undefined && header ? headOf(columns) : undefined,
    lineOf: (record, index) => {
      const first = columns === undefined
      columns ??= columnsOf(record)
      const row = inOrder(record, columns, index)
      const line = columns.map((column, i) => field(row[i], column, index)).join(delimiter)
      return first && header ? `${headOf(columns)}\n${line}` : line
    },
    columns: () => columns?.map(({ name }) => name),
  }
}

/** As the csv source names columns without a header where the record is an array. */
const columnsOf = (record: unknown): readonly SinkColumn[] => {
  const names = Array.isArray(record)
    ? record.map((_, i) => `_c${i}`)
    : isRow(record)
      ? Object.keys(record)
      : []
  return names.map(name => ({ name, nullable: true }))
}

/** Records are plain data; a class would lose its name. */
const isRow = (record: unknown): record is Fields => {
  if (typeof record !== 'object' || record === null) return false
  if (Array.isArray(record)) return true
  const prototype = Object.getPrototypeOf(record)
  return prototype === Object.prototype || prototype === null
}

const quoting = ({ delimiter, quote, nullText }: CsvSink): ((text: string) => string) => {
  const special = new RegExp(`[\\r\\n${[delimiter, quote].map(escapedInClass).join('')}]`)
  return text =>
    text === nullText || text === '' || special.test(text) || text.startsWith('\uFEFF')
      ? quote + text.replaceAll(quote, () => quote + quote) + quote
      : text
}

const escapedInClass = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What a spreadsheet takes for a formula, behind blanks too. */
const FORMULA = /^\s*[=+\-@\t\r]/
const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 80))
    : typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol'
      ? kindOf(value)
      : `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`
