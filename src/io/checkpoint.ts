// A checkpoint as a whole: a directory of parts and, in `_checkpoint`, what they are. It is there or it is not, like any
// output, and says of which version it is, so that other sessions, processes and Node versions read it or refuse it.

import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { PartitaError } from '../fault.ts'
import type { HashPartitioner } from '../lineage/partitioner.ts'
import type { CheckpointSource } from '../lineage/source.ts'
import { ioError, isMissing } from './io-error.ts'
import { committedName, type Part } from './part-file.ts'
import type { CheckpointSplit } from './split.ts'

export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: number
  /** How its keys are spread, where that can be said in data. */
  readonly partitioner: HashPartitioner | null
  readonly parts: readonly { readonly file: string; readonly records: number; readonly bytes: number }[]
}

export const MANIFEST = '_checkpoint'

const FORMAT = 'partita checkpoint'
/** Of the layout and of the codec that its records are written with. */
const VERSION = 1

export const manifestText = (parts: readonly Part[], partitioner: HashPartitioner | undefined): string => {
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    partitioner: partitioner ?? null,
    parts: parts.map(({ file, records, bytes }) => ({ file: committedName(file), records, bytes })),
  }
  const text = JSON.stringify(manifest)
  return `${text}\n${crc32(text)}\n`
}

/** @throws PartitaError IO where there is none, DATA where it is damaged or of another version */
export const readManifest = async (dir: string): Promise<Manifest> => {
  const file = join(dir, MANIFEST)
  const content = await readFile(file, 'utf8').catch(cause => {
    throw isMissing(cause)
      ? new PartitaError('IO', `There is no checkpoint in ${dir}.`, { cause })
      : ioError(`Cannot read ${file}`, cause)
  })
  const [text = '', sum] = content.split('\n')
  if (sum !== `${crc32(text)}`)
    throw new PartitaError('DATA', `${file} is damaged: its checksum does not match.`)
  const manifest = JSON.parse(text) as Manifest
  if (manifest.format !== FORMAT) throw new PartitaError('DATA', `${file} is not of a checkpoint.`)
  if (manifest.version !== VERSION)
    throw new PartitaError(
      'DATA',
      `The checkpoint in ${dir} is of version ${manifest.version}, and this partita reads version ${VERSION}.`,
    )
  return manifest
}

export const checkpointSplits = async ({
  paths: [dir],
  numPartitions,
}: CheckpointSource): Promise<readonly CheckpointSplit[]> => {
  const { parts } = await readManifest(dir)
  if (numPartitions !== undefined && parts.length !== numPartitions)
    throw new PartitaError(
      'DATA',
      `The checkpoint in ${dir} is another one: it has ${parts.length} partitions, not ${numPartitions}.`,
    )
  return parts.map(({ file }, partition) => ({
    from: 'checkpoint',
    file: join(dir, basename(file)),
    partition,
  }))
}
