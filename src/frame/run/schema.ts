// Actions that tell of the columns.

import type { Field, FieldType } from '../../lineage/data-type.ts'
import type { Call } from '../../rdd/call.ts'
import { checkOptions } from '../../rdd/check.ts'
import type { Running } from '../../rdd/shape.ts'
import { showType } from '../check/typed.ts'
import type { Self } from '../relational.ts'
import { compiled } from './query.ts'
import { telling } from './tell.ts'

export const schema = (call: Call, self: Self, options?: Running): Promise<readonly Field[]> => {
  checkOptions(call, options)
  return telling(call, self.plan, async () => {
    const run = { signal: options?.signal }
    const runnable = await compiled(self.plan, self.relational, { ...run, dry: true }, call)
    const { sql, output, parameters, asking, free } = runnable
    const fields = await asking(() =>
      self.relational.database.describe(sql, parameters, runnable.options),
    ).finally(free)
    return fields.map((field, i) => ({
      ...field,
      ...nullability(output[i]),
      name: output[i]?.name ?? field.name,
    }))
  })
}

/** The database calls every column of a query nullable. */
const nullability = (column: { readonly nullable: boolean } | undefined) =>
  column === undefined ? {} : { nullable: column.nullable }

export const printSchema = async (call: Call, self: Self, options?: Running): Promise<void> => {
  const fields = await schema(call, self, options)
  console.log(['root', ...fields.flatMap(field => tree(field, ' '))].join('\n'))
}

const tree = ({ name, type, nullable }: Field, indent: string): readonly string[] => [
  `${indent}|-- ${name}: ${typeof type === 'object' && !('decimal' in type) ? Object.keys(type)[0] : showType(type)} (nullable = ${nullable})`,
  ...partsOf({ type, nullable }).flatMap(part => tree(part, `${indent}|    `)),
]

const partsOf = ({ type }: FieldType): readonly Field[] => {
  if (typeof type === 'string' || 'decimal' in type) return []
  if ('list' in type) return [{ name: 'element', ...type.list }]
  if ('struct' in type) return type.struct
  return [
    { name: 'key', ...type.map.key },
    { name: 'value', ...type.map.value },
  ]
}
