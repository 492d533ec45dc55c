// One part of an output, written by a task: its records one after the other, in the format that the sink names.

import { basename } from 'node:path'
import type { BlocksSink, ParquetSink, SinkSpec } from '../lineage/sink.ts'
import { blocksWriter } from './blocks.ts'
import { csvFormat } from './csv-format.ts'
import { jsonFormat } from './json-format.ts'
import { type LineFormat, lineWriter } from './line-writer.ts'
import { attemptFile, openPartFile, type PartWriter, partName } from './part-file.ts'
import { textFormat } from './text-format.ts'

/** @throws PartitaError DATA for a record that the format cannot hold, OUTPUT where the file cannot be written */
export const openPart = async (
  dir: string,
  partition: number,
  attempt: number,
  sink: SinkSpec,
): Promise<PartWriter> => {
  const part = partName(partition)
  if (sink.to === 'blocks') {
    const path = attemptFile(dir, partName(partition, '.blocks'), attempt)
    return blocksWriter(openPartFile(path, undefined), basename(path), partition)
  }
  if (sink.to === 'parquet') {
    const { parquetWriter } = await import('./parquet-writer.ts')
    return parquetWriter(attemptFile(dir, partName(partition, '.parquet'), attempt), sink)
  }
  const format = formatOf(sink, part)
  const extension = format.extension + (sink.compression === 'gzip' ? '.gz' : '')
  const path = attemptFile(dir, partName(partition, extension), attempt)
  return lineWriter(openPartFile(path, sink.compression), basename(path), part, format)
}

const formatOf = (sink: Exclude<SinkSpec, BlocksSink | ParquetSink>, part: string): LineFormat => {
  switch (sink.to) {
    case 'text':
      return textFormat(part)
    case 'csv':
      return csvFormat(sink, part)
    case 'jsonLines':
      return jsonFormat(part)
  }
}
