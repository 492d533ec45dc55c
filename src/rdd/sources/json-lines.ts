import { derive } from '../../lineage/fn.ts'
import { node } from '../../lineage/lineage.ts'
import type { TypedField } from '../../lineage/source.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'
import { type Columns, fieldType, isSchema, type Schema } from '../schema.ts'
import { isStandard, type StandardSchema } from '../standard-schema.ts'
import { type Judging, judgingOf } from './bad-rows.ts'
import { reading } from './text-file.ts'

interface Options extends NonNullable<Parameters<typeof reading>[2]>, Judging {
  readonly schema?: Columns | Schema<Columns> | StandardSchema | (() => StandardSchema) | undefined
}

export const jsonLines =
  (driver: Driver, { splitBytes }: { readonly splitBytes: number }) =>
  (paths: string | readonly string[], options?: Options): RDD<never> => {
    const call = calling('jsonLines')
    const from = {
      from: 'jsonLines',
      ...reading(call, paths, options, splitBytes),
      ...judgingOf(call, options),
      ...shapeOf(call, options?.schema),
    } as const
    return grow({ driver }, node({ kind: 'source', ...call, from }))
  }

const shapeOf = (call: Call, schema: Options['schema']) => {
  if (schema === undefined) return {}
  if (isStandard(schema)) return { validate: derive('validate', schema) }
  if (typeof schema === 'function') return { validate: derive('validateBy', schema) }
  if (typeof schema !== 'object' || schema === null)
    throw failure(call, 'ARGUMENT', 'takes as schema columns, or a Standard Schema such as those of valibot.')
  const columns = isSchema(schema) ? schema.columns : schema
  return {
    columns: Object.freeze(Object.entries(columns).map(([name, column]) => fieldOf(call, name, column))),
  }
}

const fieldOf = (call: Call, name: string, column: Columns[string]): TypedField => {
  if (typeof column === 'function') return { name, type: column, nullable: false }
  const field = { name, ...fieldType(name, column) }
  if (field.type === 'binary')
    throw failure(call, 'ARGUMENT', `has no form for bytes: column ${name} is binary.`)
  return field
}
