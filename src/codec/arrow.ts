// Batches ↔ Arrow's RecordBatches. Arrow's layout is ours but for booleans (it has a bit each) and short decimals (it
// has 128 bits); all else is shared, not copied.

import type { Field as ArrowField, DataType as ArrowType, Data, RecordBatch, Table } from 'apache-arrow'
import type { ColumnBatch, Vector } from '../lineage/batch.ts'
import type { DataType, Field, FieldType } from '../lineage/data-type.ts'
import { loadArrow } from './record-batch.ts'

export type { RecordBatch, Table, Vector as ArrowVector } from 'apache-arrow'

type Arrow = Awaited<ReturnType<typeof loadArrow>>

/** Makes RecordBatches of batches of these fields. */
export const arrowMaker = async (fields: readonly Field[]): Promise<(batch: ColumnBatch) => RecordBatch> => {
  const arrow = await loadArrow()
  const schema = new arrow.Schema(fields.map(field => arrowField(arrow, field)))
  const type = new arrow.Struct(schema.fields)
  return ({ length, columns }) => {
    const children = fields.map((field, i) => dataOf(arrow, field.type, schema.fields[i]!.type, columns[i]!))
    return new arrow.RecordBatch(schema, arrow.makeData({ type, length, nullCount: 0, children }))
  }
}

export const toRecordBatch = async (fields: readonly Field[], batch: ColumnBatch): Promise<RecordBatch> =>
  (await arrowMaker(fields))(batch)

/** Batches of these fields as one table. */
export const toTable = async (fields: readonly Field[], batches: readonly ColumnBatch[]): Promise<Table> => {
  const arrow = await loadArrow()
  const make = await arrowMaker(fields)
  const schema = new arrow.Schema(fields.map(field => arrowField(arrow, field)))
  return new arrow.Table(schema, batches.map(make))
}

const arrowField = (arrow: Arrow, { name, type, nullable }: Field): ArrowField =>
  new arrow.Field(name, arrowType(arrow, type), nullable)

const arrowType = (arrow: Arrow, type: DataType): ArrowType => {
  if (typeof type === 'object') {
    if ('decimal' in type) return new arrow.Decimal(type.decimal.scale, type.decimal.precision, 128)
    if ('list' in type) return new arrow.List(arrowField(arrow, { name: 'item', ...type.list }))
    if ('struct' in type) return new arrow.Struct(type.struct.map(field => arrowField(arrow, field)))
    const entries = new arrow.Struct<{ key: ArrowType; value: ArrowType }>([
      arrowField(arrow, { name: 'key', ...type.map.key, nullable: false }),
      arrowField(arrow, { name: 'value', ...type.map.value }),
    ])
    return new arrow.Map_(new arrow.Field('entries', entries, false))
  }
  switch (type) {
    case 'boolean':
      return new arrow.Bool()
    case 'int8':
      return new arrow.Int8()
    case 'int16':
      return new arrow.Int16()
    case 'int32':
      return new arrow.Int32()
    case 'int64':
      return new arrow.Int64()
    case 'uint8':
      return new arrow.Uint8()
    case 'uint16':
      return new arrow.Uint16()
    case 'uint32':
      return new arrow.Uint32()
    case 'uint64':
      return new arrow.Uint64()
    case 'float32':
      return new arrow.Float32()
    case 'float64':
      return new arrow.Float64()
    case 'string':
      return new arrow.Utf8()
    case 'binary':
      return new arrow.Binary()
    case 'date':
      return new arrow.DateDay()
    case 'timestamp':
      return new arrow.TimestampMicrosecond()
  }
}

const dataOf = (arrow: Arrow, type: DataType, arrowType: ArrowType, vector: Vector): Data => {
  const { length, validity, values, offsets, children } = vector
  const common = { type: arrowType, length, nullBitmap: validity }
  const childData = (types: readonly FieldType[], fields: readonly ArrowField[]): Data[] =>
    types.map((child, i) => dataOf(arrow, child.type, fields[i]!.type, children![i]!))
  const make = (parts: object): Data => arrow.makeData({ ...common, ...parts } as never)
  if (typeof type === 'object') {
    if ('decimal' in type) return make({ data: words128(values as BigInt64Array | BigUint64Array) })
    if ('struct' in type) return make({ children: childData(type.struct, arrowType.children) })
    if ('list' in type)
      return make({ valueOffsets: offsets, child: childData([type.list], arrowType.children)[0] })
    const entries = arrowType.children[0]!.type
    const { key, value } = type.map
    const parts = childData([key, value], entries.children)
    const child = arrow.makeData({
      type: entries,
      length: parts[0]!.length,
      nullCount: 0,
      children: parts,
    } as never)
    return make({ valueOffsets: offsets, child })
  }
  if (type === 'boolean') return make({ data: bitsOf(values as Uint8Array, length) })
  if (type === 'string' || type === 'binary') return make({ valueOffsets: offsets, data: values })
  return make({ data: values })
}

/** Two words of 64 bits as four of 32, the lowest first. */
const words128 = (values: BigInt64Array | BigUint64Array): Uint32Array => {
  if (values instanceof BigUint64Array)
    return new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  const wide = new BigInt64Array(values.length * 2)
  for (const [i, value] of values.entries()) {
    wide[2 * i] = value
    wide[2 * i + 1] = value < 0n ? -1n : 0n
  }
  return new Uint32Array(wide.buffer)
}

const bitsOf = (values: Uint8Array, length: number): Uint8Array => {
  const bits = new Uint8Array((length + 7) >> 3)
  for (let i = 0; i < length; i++) if (values[i] === 1) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}
