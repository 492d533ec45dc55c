// Arrow's types in our words.

import { DataType as Arrow, type Field as ArrowField, DateUnit, type Schema } from 'apache-arrow'
import { PartitaError } from '../fault.ts'
import type { DataType, Field, FieldType, ScalarType } from '../lineage/data-type.ts'
import { fieldPath } from './misfit.ts'

/** @throws PartitaError UNSUPPORTED naming a field whose type has no counterpart */
export const arrowFields = (schema: Schema): readonly Field[] =>
  schema.fields.map(field => ({ name: field.name, ...fieldTypeOf(field, fieldPath('', field.name)) }))

export const fieldTypeOf = ({ type, nullable }: ArrowField, path: string): FieldType => ({
  type: dataTypeOf(type, path),
  // DuckDB's word for a column of nothing but nulls.
  nullable: nullable || Arrow.isNull(type),
})

const dataTypeOf = (type: Arrow, path: string): DataType => {
  if (Arrow.isNull(type)) return 'int32'
  if (Arrow.isBool(type)) return 'boolean'
  if (Arrow.isInt(type)) return `${type.isSigned ? '' : 'u'}int${type.bitWidth}` as ScalarType
  if (Arrow.isFloat(type)) return type.precision === 2 ? 'float64' : 'float32'
  if (Arrow.isUtf8(type) || Arrow.isLargeUtf8(type) || Arrow.isUtf8View(type)) return 'string'
  if (
    Arrow.isBinary(type) ||
    Arrow.isLargeBinary(type) ||
    Arrow.isBinaryView(type) ||
    Arrow.isFixedSizeBinary(type)
  )
    return 'binary'
  if (Arrow.isDate(type))
    return type.unit === DateUnit.DAY || type.unit === DateUnit.MILLISECOND ? 'date' : refuse(type, path)
  if (Arrow.isTimestamp(type)) return 'timestamp'
  if (
    Arrow.isDecimal(type) &&
    type.precision >= 1 &&
    type.precision <= 38 &&
    type.scale >= 0 &&
    type.scale <= type.precision
  )
    return { decimal: { precision: type.precision, scale: type.scale } }
  if (Arrow.isList(type) || Arrow.isLargeList(type) || Arrow.isFixedSizeList(type))
    return { list: fieldTypeOf(type.children[0]!, `${path}[]`) }
  if (Arrow.isStruct(type))
    return {
      struct: type.children.map(field => ({
        name: field.name,
        ...fieldTypeOf(field, fieldPath(path, field.name)),
      })),
    }
  if (Arrow.isMap(type)) {
    const [key, value] = type.children[0]!.type.children as readonly ArrowField[]
    return {
      map: {
        key: { type: dataTypeOf(key!.type, `${path}.keys`), nullable: false },
        value: fieldTypeOf(value!, `${path}.values`),
      },
    }
  }
  if (Arrow.isDictionary(type)) return dataTypeOf(type.dictionary, path)
  return refuse(type, path)
}

const refuse = (type: Arrow, path: string): never => {
  throw new PartitaError(
    'UNSUPPORTED',
    `The Arrow field ${path} is of type ${type}, which rows here do not have.`,
    {
      hint: 'cast it before, for instance to a string or an int64',
    },
  )
}
