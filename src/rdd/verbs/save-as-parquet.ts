import { calling, failure } from '../call.ts'
import type { RDD } from '../rdd.ts'
import { saving } from '../save.ts'
import { type Columns, fieldsOf, type Schema } from '../schema.ts'
import type { ParquetSaving } from '../shape.ts'

export const saveAsParquet = (
  path: string,
  options: ParquetSaving,
): ((rdd: RDD<object>) => Promise<void>) => {
  const call = calling('saveAsParquet')
  const schema = (options as Partial<ParquetSaving> | undefined)?.schema
  if (typeof schema !== 'object' || schema === null)
    throw failure(call, 'ARGUMENT', 'takes a schema: the names and types of the columns.', {
      hint: "Write { schema: { zone: 'int32', fare: 'float64?' } }.",
    })
  const fields = fieldsOf(schema as Columns | Schema<Columns>)
  if (fields.length === 0) throw failure(call, 'ARGUMENT', 'takes a schema of one column at least.')
  return saving(call, path, options, () => ({ to: 'parquet', fields: Object.freeze(fields) }))
}
