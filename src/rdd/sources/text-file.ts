import { node } from '../../lineage/lineage.ts'
import type { TextEncoding } from '../../lineage/source.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import { checkOptions } from '../check.ts'
import type { Driver, RDD } from '../rdd.ts'

interface Reading {
  readonly splitBytes?: number | undefined
  readonly encoding?: TextEncoding | undefined
}

export const textFile =
  (driver: Driver, { splitBytes }: { readonly splitBytes: number }) =>
  (paths: string | readonly string[], options?: Reading): RDD<string> => {
    const call = calling('textFile')
    const from = { from: 'text', ...reading(call, paths, options, splitBytes) } as const
    return grow({ driver }, node({ kind: 'source', ...call, from }))
  }

/** What all sources of text ask. */
export const reading = (
  call: Call,
  paths: string | readonly string[],
  options: Reading | undefined,
  splitBytes: number,
) => {
  checkOptions(call, options)
  const encoding = options?.encoding ?? 'utf-8'
  if (encoding !== 'utf-8' && encoding !== 'latin1')
    throw failure(call, 'ARGUMENT', `takes the encoding utf-8 or latin1, not ${String(encoding)}.`)
  return {
    paths: Object.freeze(typeof paths === 'object' ? [...paths] : [paths]),
    splitBytes: options?.splitBytes ?? splitBytes,
    encoding,
  }
}
