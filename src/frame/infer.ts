// The columns of rows that come without a schema.

import type { DataType, Field, FieldType } from '../lineage/data-type.ts'
import { type Call, failure } from '../rdd/call.ts'
import { commonType, showType, typeOfLiteral } from './check/typed.ts'
import type { Any, IsAny, OrNull } from './types.ts'

type InferredType<V> =
  IsAny<V> extends true
    ? V
    : null extends V
      ? OrNull<InferredType<NonNullable<V>>>
      : undefined extends V
        ? OrNull<InferredType<NonNullable<V>>>
        : V extends number
          ? 'float64'
          : V extends bigint
            ? 'int64'
            : V extends string
              ? 'string'
              : V extends boolean
                ? 'boolean'
                : V extends Date
                  ? 'timestamp'
                  : V extends Uint8Array
                    ? 'binary'
                    : V extends readonly (infer E)[]
                      ? { readonly list: InferredType<E> }
                      : V extends ReadonlyMap<infer K, infer W>
                        ? { readonly map: { readonly key: InferredType<K>; readonly value: InferredType<W> } }
                        : V extends object
                          ? { readonly struct: Inferred<V> }
                          : Any

/** The shape of rows of type R: numbers are float64, bigints int64, Dates timestamps. */
export type Inferred<R> = IsAny<R> extends true ? R : { readonly [N in keyof R]-?: InferredType<R[N]> }

/** Every field of every row, in the order of their first appearance. */
export const inferred = (
  call: Call,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly Field[] => {
  const types = new Map<string, FieldType | undefined>()
  const counts = new Map<string, number>()
  for (const [i, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null)
      throw failure(call, 'DATA', `takes rows that are objects; record ${i} is ${String(row)}.`)
    for (const [name, value] of Object.entries(row)) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      const before = types.get(name)
      const now = fieldTypeOf(value)
      if (before !== undefined && now !== undefined && merged(before, now) === undefined)
        throw failure(
          call,
          'DATA',
          `finds ${showType(now.type)} in field ${name} of record ${i}, after ${showType(before.type)}.`,
          { hint: 'Give a schema, and values that fit it.' },
        )
      types.set(
        name,
        before === undefined
          ? now && { ...now, nullable: now.nullable || types.has(name) }
          : now === undefined
            ? { ...before, nullable: true }
            : merged(before, now),
      )
    }
  }
  return [...types].map(([name, type]) => ({
    name,
    type: type?.type ?? 'string',
    nullable: type === undefined || type.nullable || counts.get(name)! < rows.length,
  }))
}

const merged = (a: FieldType, b: FieldType): FieldType | undefined => {
  const nullable = a.nullable || b.nullable
  const type = mergedType(a.type, b.type)
  return type && { type, nullable }
}

const mergedType = (a: DataType, b: DataType): DataType | undefined => {
  if (typeof a === 'object' && typeof b === 'object' && 'list' in a && 'list' in b) {
    const list = merged(a.list, b.list)
    return list && { list }
  }
  return commonType(a, b)
}

/** Undefined for null, whose type is that of the others. */
const fieldTypeOf = (value: unknown): FieldType | undefined => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number') return { type: 'float64', nullable: false }
  const scalar = typeOfLiteral(value)
  if (scalar !== undefined) return { type: scalar, nullable: false }
  if (Array.isArray(value)) return { type: { list: elements(value) }, nullable: false }
  if (value instanceof Map)
    return {
      type: { map: { key: elements([...value.keys()]), value: elements([...value.values()]) } },
      nullable: false,
    }
  const struct = Object.entries(value as object).map(([name, field]) => ({ name, ...elements([field]) }))
  return { type: { struct }, nullable: false }
}

const elements = (values: readonly unknown[]): FieldType => {
  const known = values.map(fieldTypeOf)
  const type = known.reduce<FieldType | undefined>((a, b) => (a && b ? merged(a, b) : (a ?? b)), undefined)
  return { type: type?.type ?? 'string', nullable: type?.nullable === true || known.includes(undefined) }
}
