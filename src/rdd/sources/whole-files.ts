import { node } from '../../lineage/lineage.ts'
import type { FilesSource } from '../../lineage/source.ts'
import { calling, grow } from '../call.ts'
import { checkCount } from '../check.ts'
import type { Driver, RDD } from '../rdd.ts'
import { reading } from './text-file.ts'

interface Options extends NonNullable<Parameters<typeof reading>[2]> {
  readonly maxFileBytes?: number | undefined
}

const MAX_FILE_BYTES = 256 * 2 ** 20

const wholeFiles =
  <C>(operator: string, content: FilesSource['content']) =>
  (driver: Driver, { splitBytes }: { readonly splitBytes: number }) =>
  (paths: string | readonly string[], options?: Options): RDD<[path: string, content: C]> => {
    const call = calling(operator)
    const files = reading(call, paths, options, splitBytes)
    const { maxFileBytes = MAX_FILE_BYTES } = options ?? {}
    checkCount(call, maxFileBytes, 'maxFileBytes')
    return grow(
      { driver },
      node({ kind: 'source', ...call, from: { from: 'files', ...files, content, maxFileBytes } }),
    )
  }

export const wholeTextFiles = wholeFiles<string>('wholeTextFiles', 'text')
export const binaryFiles = wholeFiles<Buffer>('binaryFiles', 'bytes')
