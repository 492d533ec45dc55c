// From a source to its partitions, on the driver.

import { type BatchesSource, type CsvSource, type SourceSpec, sliceBounds } from '../lineage/source.ts'
import { checkpointSplits } from './checkpoint.ts'
import { filesOf } from './paths.ts'
import { type FileRange, type InputFile, rangesFrom, type Split, splitStarts, wholeFile } from './split.ts'
import { filesSplits } from './whole-files.ts'

/**
 * The partitions of a source, in order. A file has at least one, an empty directory none.
 * @throws PartitaError IO where a path is missing or unreadable, DATA for a header that does not fit
 */
export const cut = async (source: Exclude<SourceSpec, BatchesSource>): Promise<readonly Split[]> => {
  switch (source.from) {
    case 'items':
      return source.slices.map((_, slice) => ({ from: 'items', slice }))
    case 'range':
      return Array.from({ length: source.numPartitions }, (_, i) => {
        const [first, last] = sliceBounds(source.count, source.numPartitions, i)
        const { start, step } = source
        return { from: 'range', start: start + first * step, step, count: last - first }
      })
    case 'text':
      return (await filesOf(source.paths)).flatMap(file =>
        linesRanges(file, source).map(range => ({ from: 'text', ...range, encoding: source.encoding })),
      )
    case 'jsonLines': {
      const { encoding, onBadRow } = source
      return (await filesOf(source.paths)).flatMap(file =>
        linesRanges(file, source).map(range => ({ from: 'jsonLines', ...range, encoding, onBadRow })),
      )
    }
    case 'files':
      return filesSplits(await filesOf(source.paths), source)
    case 'csv':
      return cutCsv(source)
    case 'checkpoint':
      return checkpointSplits(source)
    case 'parquet': {
      const { parquetSplits } = await import('./parquet-cut.ts')
      return parquetSplits(source)
    }
  }
}

/** The partitions of rows that were made outside: each batch is one, and no rows are one, too. */
export const batchSplits = (numBatches: number): readonly Split[] =>
  Array.from({ length: Math.max(1, numBatches) }, (_, batch) => ({ from: 'batches', batch }))

/** Of what is read by lines. */
const linesRanges = (
  file: InputFile,
  { splitBytes }: { readonly splitBytes: number },
): readonly FileRange[] => {
  const whole = wholeFile(file)
  return rangesFrom(whole, whole.gzip ? [0] : splitStarts(whole.size, splitBytes))
}

const cutCsv = async (source: CsvSource): Promise<readonly Split[]> => {
  // csv-parse is loaded only where there is csv to parse.
  const { csvSplits } = await import('./csv-cut.ts')
  return csvSplits(await filesOf(source.paths), source)
}
