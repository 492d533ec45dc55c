// `frame.write`.

import { calling } from '../../rdd/call.ts'
import type { Self } from '../relational.ts'
import type { DataFrameWriter } from '../write.ts'

/** What writes is loaded by the first write. */
export const writer = (self: Self): DataFrameWriter => {
  const writing =
    (format: keyof DataFrameWriter) =>
    (path: string, options?: object): Promise<void> => {
      const call = calling(`write.${format}`)
      return import('../run/write.ts').then(({ write }) => write[format](call, self, path, options))
    }
  return Object.freeze({ parquet: writing('parquet'), csv: writing('csv'), json: writing('json') })
}
