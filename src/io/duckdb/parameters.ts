// Values bound to the parameters of a statement: `?`, `$1` by position, `$name` by name. Never spliced into its text.

import duckdb, { type PreparedStatement, type Value } from '@duckdb/node-bindings'
import { PartitaError } from '../../fault.ts'

export type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>

/** @throws PartitaError ARGUMENT for a value that SQL has no word for, a missing parameter or an unknown one */
export const bindParameters = (statement: PreparedStatement, parameters: Parameters = []): void => {
  const names = Array.from({ length: duckdb.nparams(statement) }, (_, i) =>
    duckdb.parameter_name(statement, i + 1),
  )
  const given = new Map(
    Array.isArray(parameters)
      ? parameters.map((value, i) => [String(i + 1), value])
      : Object.entries(parameters),
  )
  for (const name of given.keys())
    if (!names.includes(name))
      throw new PartitaError('ARGUMENT', `The SQL has no parameter $${name}.`, {
        hint: names.length === 0 ? 'it has none' : `it has ${names.map(known => `$${known}`).join(', ')}`,
      })
  for (const [i, name] of names.entries()) {
    if (!given.has(name))
      throw new PartitaError('ARGUMENT', `The parameter $${name} of the SQL has no value.`)
    duckdb.bind_value(statement, i + 1, sqlValue(given.get(name), name))
  }
}

const { Type } = duckdb

const sqlValue = (value: unknown, name: string): Value => {
  switch (typeof value) {
    case 'boolean':
      return duckdb.create_bool(value)
    case 'string':
      if (/\p{Surrogate}/u.test(value)) break
      return duckdb.create_varchar(value)
    case 'number':
      // As SQL reads the same number written out.
      if (Number.isSafeInteger(value) && !Object.is(value, -0))
        return (value | 0) === value ? duckdb.create_int32(value) : duckdb.create_int64(BigInt(value))
      return duckdb.create_double(value)
    case 'bigint':
      if (BigInt.asIntN(64, value) === value) return duckdb.create_int64(value)
      if (BigInt.asIntN(128, value) === value) return duckdb.create_hugeint(value)
      break
    case 'object':
      if (value === null) return duckdb.create_null_value()
      if (value instanceof Date && Number.isFinite(value.getTime()))
        return duckdb.create_timestamp({ micros: BigInt(value.getTime()) * 1000n })
      if (value instanceof Uint8Array) return duckdb.create_blob(value)
      if (Array.isArray(value)) return listOf(value, name)
  }
  throw new PartitaError(
    'ARGUMENT',
    `The value of parameter $${name} cannot go into SQL: it is ${shown(value)}.`,
    {
      hint: 'null, boolean, number, bigint, string, a valid Date, Uint8Array, or an array of one of these',
    },
  )
}

/** All elements are of one kind, so that the list has a type; integers among fractions are taken for such. */
const listOf = (items: readonly unknown[], name: string): Value => {
  const there = items.filter(item => item !== null)
  const kinds = new Set(there.map(kindOf))
  const fractions = kinds.has(Type.DOUBLE) && there.every(item => typeof item === 'number')
  const [kind = Type.INTEGER, ...others] = fractions ? [Type.DOUBLE] : kinds
  if (others.length > 0)
    throw new PartitaError('ARGUMENT', `The values in the array of parameter $${name} are of several kinds.`)
  const one = fractions ? (item: unknown) => duckdb.create_double(item as number) : sqlValue
  return duckdb.create_list_value(
    duckdb.create_logical_type(kind),
    items.map(item => (item === null ? duckdb.create_null_value() : one(item, name))),
  )
}

const kindOf = (item: unknown): number => {
  switch (typeof item) {
    case 'number':
      return Number.isSafeInteger(item) && !Object.is(item, -0) ? Type.BIGINT : Type.DOUBLE
    case 'bigint':
      return BigInt.asIntN(64, item) === item ? Type.BIGINT : Type.HUGEINT
    case 'string':
      return Type.VARCHAR
    case 'boolean':
      return Type.BOOLEAN
    default:
      return item instanceof Date ? Type.TIMESTAMP : Type.BLOB
  }
}

const shown = (value: unknown): string =>
  typeof value === 'object'
    ? `of class ${value?.constructor?.name}`
    : typeof value === 'string'
      ? 'a string with half a surrogate pair'
      : `a ${typeof value}`
