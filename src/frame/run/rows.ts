// Batches as rows: plain objects of one shape.

import type { ColumnBatch, Vector } from '../../lineage/batch.ts'
import type { DataType, Field } from '../../lineage/data-type.ts'

type Read = (i: number) => unknown

const text = new TextDecoder()

const reader = (type: DataType, vector: Vector): Read => {
  const { validity } = vector
  const value = valueReader(type, vector)
  if (validity === undefined) return value
  return i => (((validity[i >> 3]! >> (i & 7)) & 1) === 1 ? value(i) : null)
}

const valueReader = (type: DataType, { values, offsets, children }: Vector): Read => {
  if (typeof type === 'object') {
    if ('decimal' in type) return decimalReader(values as BigInt64Array, type.decimal)
    if ('list' in type) {
      const element = reader(type.list.type, children![0]!)
      return i => Array.from({ length: offsets![i + 1]! - offsets![i]! }, (_, j) => element(offsets![i]! + j))
    }
    if ('struct' in type) {
      const fields = type.struct.map((field, i) => [field.name, reader(field.type, children![i]!)] as const)
      return i => Object.fromEntries(fields.map(([name, read]) => [name, read(i)]))
    }
    const [key, value] = [
      reader(type.map.key.type, children![0]!),
      reader(type.map.value.type, children![1]!),
    ]
    return i =>
      new Map(
        Array.from({ length: offsets![i + 1]! - offsets![i]! }, (_, j) => [
          key(offsets![i]! + j),
          value(offsets![i]! + j),
        ]),
      )
  }
  switch (type) {
    case 'boolean':
      return i => values![i] === 1
    case 'string':
      return i => text.decode((values as Uint8Array).subarray(offsets![i]!, offsets![i + 1]!))
    case 'binary':
      return i => (values as Uint8Array).slice(offsets![i]!, offsets![i + 1]!)
    case 'date':
      return i => new Date(Number(values![i]) * 86_400_000)
    case 'timestamp':
      return i => new Date(Number((values![i] as bigint) / 1000n))
    default:
      return i => values![i]
  }
}

const decimalReader = (
  values: BigInt64Array,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): Read => {
  const unscaled =
    precision <= 18
      ? (i: number) => values[i]!
      : (i: number) => (BigInt.asIntN(64, values[2 * i + 1]!) << 64n) | BigInt.asUintN(64, values[2 * i]!)
  return i => {
    const value = unscaled(i)
    const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
    const split = digits.length - scale
    return `${value < 0n ? '-' : ''}${digits.slice(0, split)}${scale > 0 ? `.${digits.slice(split)}` : ''}`
  }
}

export const rowReader =
  (fields: readonly Field[]) =>
  (batch: ColumnBatch): readonly Record<string, unknown>[] => {
    const reads = fields.map(({ name, type }, i) => [name, reader(type, batch.columns[i]!)] as const)
    return Array.from({ length: batch.length }, (_, i) =>
      Object.fromEntries(reads.map(([name, read]) => [name, read(i)])),
    )
  }
