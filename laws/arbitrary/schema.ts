// The fields of a table as a user's schema.

import type { TypedColumn, TypedColumns } from 'partita'
import type { Field, FieldType } from '../../src/lineage/data-type.ts'

const columnOf = ({ type, nullable }: FieldType): TypedColumn => {
  const nested = (column: object) => (nullable ? { ...column, nullable: true } : column) as TypedColumn
  if (typeof type === 'string') return nullable ? `${type}?` : type
  if ('list' in type) return nested({ list: columnOf(type.list) })
  if ('map' in type) return nested({ map: { key: columnOf(type.map.key), value: columnOf(type.map.value) } })
  if ('struct' in type) return nested({ struct: columnsOf(type.struct) })
  const { precision, scale } = type.decimal
  return `decimal(${precision},${scale})${nullable ? '?' : ''}` as TypedColumn
}

export const columnsOf = (fields: readonly Field[]): TypedColumns =>
  fields.reduce<TypedColumns>(
    (made, field) => Object.defineProperty(made, field.name, { value: columnOf(field), enumerable: true }),
    {},
  )
