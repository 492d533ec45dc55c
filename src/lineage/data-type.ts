// The types that relational rows have: what a schema says once resolved. Part of the meaning, so that every engine and
// both bridges speak of the same.

export type ScalarType =
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'string'
  | 'binary'
  /** Days; a Date at midnight UTC. */
  | 'date'
  /** Microseconds since 1970, UTC; a Date. */
  | 'timestamp'

export interface DecimalType {
  readonly decimal: { readonly precision: number; readonly scale: number }
}
export interface ListType {
  readonly list: FieldType
}
export interface StructType {
  readonly struct: readonly Field[]
}
export interface MapType {
  readonly map: { readonly key: FieldType; readonly value: FieldType }
}

export type DataType = ScalarType | DecimalType | ListType | StructType | MapType

export interface FieldType {
  readonly type: DataType
  readonly nullable: boolean
}
export interface Field extends FieldType {
  readonly name: string
}

/** @example showType({ list: { type: 'int32', nullable: true } }) // 'list<int32>' */
export const showType = (type: DataType): string => {
  if (typeof type === 'string') return type
  if ('decimal' in type) return `decimal(${type.decimal.precision},${type.decimal.scale})`
  if ('list' in type) return `list<${showType(type.list.type)}>`
  if ('map' in type) return `map<${showType(type.map.key.type)}, ${showType(type.map.value.type)}>`
  return `struct<${type.struct.map(field => `${field.name}: ${showType(field.type)}`).join(', ')}>`
}
