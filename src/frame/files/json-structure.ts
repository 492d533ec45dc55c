// What the database says of the shape of JSON, as fields.

import type { DataType, Field } from '../../lineage/data-type.ts'

const NAMED: Readonly<Record<string, DataType>> = {
  BOOLEAN: 'boolean',
  BIGINT: 'int64',
  UBIGINT: 'int64',
  HUGEINT: 'float64',
  DOUBLE: 'float64',
}

/** Objects whose values are of several kinds are text. */
const typeOf = (structure: unknown): DataType => {
  if (typeof structure === 'string') return NAMED[structure] ?? 'string'
  if (Array.isArray(structure)) return { list: { type: typeOf(structure[0]), nullable: true } }
  return { struct: jsonStructure(structure as object) }
}

/** @example jsonStructure({ zone: 'UBIGINT' }) // [{ name: 'zone', type: 'int64', nullable: true }] */
export const jsonStructure = (structure: object): readonly Field[] =>
  Object.entries(structure).map(([name, inner]) => ({ name, type: typeOf(inner), nullable: true }))
