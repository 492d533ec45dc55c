// Files as sources of queries.

import type { Files } from '../plan/plan.ts'
import type { Asking } from './ask.ts'
import type { Source } from './source.ts'

/** Each format is loaded when it is met: once, for some loaders take a millisecond to find what is there already. */
let parquet: Promise<typeof import('./parquet.ts')> | undefined
let csv: Promise<typeof import('./csv.ts')> | undefined
let json: Promise<typeof import('./json.ts')> | undefined

/** What the files are now. */
export const filesSource = async (node: Files, asking: Asking): Promise<Source> => {
  const { reading } = node
  switch (reading.format) {
    case 'parquet': {
      parquet ??= import('./parquet.ts')
      return (await parquet).parquetSource(node, reading, asking)
    }
    case 'csv': {
      csv ??= import('./csv.ts')
      return (await csv).csvSource(node, reading, asking)
    }
    case 'json': {
      json ??= import('./json.ts')
      return (await json).jsonSource(node, reading, asking)
    }
  }
}
