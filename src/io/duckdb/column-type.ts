// DuckDB's types ↔ ours. A type of DuckDB's that we have no word for has a type that it is cast to at the border.

import duckdb, { type LogicalType } from '@duckdb/node-bindings'
import type { DataType, Field, FieldType, ScalarType } from '../../lineage/data-type.ts'

/** `exact` where values already lie as our type says. */
export interface BorderType {
  readonly type: DataType
  readonly exact: boolean
}

const T = duckdb.Type

const SCALARS: Readonly<Record<ScalarType, number>> = {
  boolean: T.BOOLEAN,
  int8: T.TINYINT,
  int16: T.SMALLINT,
  int32: T.INTEGER,
  int64: T.BIGINT,
  uint8: T.UTINYINT,
  uint16: T.USMALLINT,
  uint32: T.UINTEGER,
  uint64: T.UBIGINT,
  float32: T.FLOAT,
  float64: T.DOUBLE,
  string: T.VARCHAR,
  binary: T.BLOB,
  date: T.DATE,
  timestamp: T.TIMESTAMP,
}
const EXACT = new Map(Object.entries(SCALARS).map(([type, id]) => [id, type as ScalarType]))

/** What is neither here nor exact becomes text. */
const CAST = new Map<number, ScalarType>([
  // A sum of integers is a hugeint; one that int64 cannot hold is refused by the cast.
  [T.HUGEINT, 'int64'],
  [T.UHUGEINT, 'int64'],
  [T.TIMESTAMP_S, 'timestamp'],
  [T.TIMESTAMP_MS, 'timestamp'],
  [T.TIMESTAMP_NS, 'timestamp'],
  [T.TIMESTAMP_TZ, 'timestamp'],
  [T.SQLNULL, 'int32'],
])

/** Undefined where the type hangs on parameters that are not bound yet. */
export const borderType = (logical: LogicalType): BorderType | undefined => {
  const id = duckdb.get_type_id(logical)
  const scalar = EXACT.get(id)
  if (scalar !== undefined) return { type: scalar, exact: true }
  switch (id) {
    case T.INVALID:
    case T.ANY:
      return undefined
    case T.DECIMAL:
      return {
        type: { decimal: { precision: duckdb.decimal_width(logical), scale: duckdb.decimal_scale(logical) } },
        exact: true,
      }
    case T.LIST:
      return nested([duckdb.list_type_child_type(logical)], ([list]) => ({ list: list! }))
    case T.ARRAY:
      return inexact(nested([duckdb.array_type_child_type(logical)], ([list]) => ({ list: list! })))
    case T.MAP:
      return nested(
        [duckdb.map_type_key_type(logical), duckdb.map_type_value_type(logical)],
        ([key, value]) => ({ map: { key: { type: key!.type, nullable: false }, value: value! } }),
      )
    case T.STRUCT: {
      const indexes = Array.from({ length: duckdb.struct_type_child_count(logical) }, (_, i) => i)
      return nested(
        indexes.map(i => duckdb.struct_type_child_type(logical, i)),
        children => ({
          struct: children.map((child, i) => ({ name: duckdb.struct_type_child_name(logical, i), ...child })),
        }),
      )
    }
    default:
      return { type: CAST.get(id) ?? 'string', exact: false }
  }
}

const nested = (
  logicals: readonly LogicalType[],
  make: (children: readonly FieldType[]) => DataType,
): BorderType | undefined => {
  const children = logicals.map(borderType)
  if (!children.every(child => child !== undefined)) return undefined
  return {
    type: make(children.map(({ type }) => ({ type, nullable: true }))),
    exact: children.every(({ exact }) => exact),
  }
}

const inexact = (border: BorderType | undefined): BorderType | undefined =>
  border && { ...border, exact: false }

export const logicalType = (type: DataType): LogicalType => {
  if (typeof type === 'string') return duckdb.create_logical_type(SCALARS[type])
  if ('decimal' in type) return duckdb.create_decimal_type(type.decimal.precision, type.decimal.scale)
  if ('list' in type) return duckdb.create_list_type(logicalType(type.list.type))
  if ('map' in type)
    return duckdb.create_map_type(logicalType(type.map.key.type), logicalType(type.map.value.type))
  return duckdb.create_struct_type(
    type.struct.map(field => logicalType(field.type)),
    type.struct.map(({ name }: Field) => name),
  )
}
