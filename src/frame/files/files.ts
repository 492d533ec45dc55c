// Files as sources of queries.

import type { Files } from '../plan/plan.ts'
import type { Asking } from './ask.ts'
import type { Source } from './source.ts'

/** What the files are now. Each format is loaded when it is met. */
export const filesSource = async (node: Files, asking: Asking): Promise<Source> => {
  const { reading } = node
  switch (reading.format) {
    case 'parquet': {
      const { parquetSource } = await import('./parquet.ts')
      return parquetSource(node, reading, asking)
    }
    case 'csv': {
      const { csvSource } = await import('./csv.ts')
      return csvSource(node, reading, asking)
    }
    case 'json': {
      const { jsonSource } = await import('./json.ts')
      return jsonSource(node, reading, asking)
    }
  }
}
