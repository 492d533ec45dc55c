// Splits of CSV files, on the driver: each begins and ends at a record.

import { PartitaError } from '../fault.ts'
import type { CsvSource } from '../lineage/source.ts'
import { type CsvLayout, headOf, layoutOf } from './csv-header.ts'
import { recordStarts } from './record-starts.ts'
import { type CsvSplit, type InputFile, rangesFrom, splitStarts, wholeFile } from './split.ts'

export const csvSplits = async (
  files: readonly InputFile[],
  source: CsvSource,
): Promise<readonly CsvSplit[]> => {
  checkFormat(source)
  const { encoding, delimiter, quote, nullText, onBadRow } = source
  const splits: CsvSplit[] = []
  let first: CsvLayout | undefined
  for (const file of files) {
    const whole = wholeFile(file)
    const head = headOf(whole, source)
    const layout = layoutOf(whole, head, source, first)
    if (head.first !== undefined) first ??= layout
    const start = source.header ? head.end : head.start
    const nominal = whole.gzip ? [] : splitStarts(whole.size, source.splitBytes).slice(1)
    const starts = [start, ...(await recordStarts({ ...whole, start }, source, nominal))]
    for (const range of rangesFrom(whole, starts))
      splits.push({ from: 'csv', ...range, encoding, delimiter, quote, nullText, onBadRow, ...layout })
  }
  return splits
}

const checkFormat = ({ delimiter, quote, onBadRow }: CsvSource): void => {
  if (onBadRow !== 'fail' && (delimiter.length !== 1 || delimiter > '\x7f'))
    throw new PartitaError('ARGUMENT', 'Where bad rows are no error the delimiter is one ASCII character.')
  if (quote !== '' && !/^[\x20-\x7e]$/.test(quote))
    throw new PartitaError(
      'ARGUMENT',
      `The quote of a CSV file is one ASCII character or '', not ${JSON.stringify(quote)}.`,
    )
  if (delimiter === '' || /[\r\n]/.test(delimiter) || (quote !== '' && delimiter.includes(quote)))
    throw new PartitaError('ARGUMENT', `${JSON.stringify(delimiter)} cannot part the fields of a CSV file.`)
}
