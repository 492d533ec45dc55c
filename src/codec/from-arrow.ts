// Arrow → batches. Arrays are taken as they are where they lie as ours do; the rest is converted: bits of booleans, other
// units of time, 64-bit offsets, fixed sizes, dictionaries. What cannot be held exactly is refused by the field's name.
// Loads apache-arrow, which takes a fifth of a second: to be imported late.
//
//   const { fromTable } = await import('./codec/from-arrow.ts')
//   const { fields, batches } = fromTable(table)

import { isUtf8 } from 'node:buffer'
import {
  DataType as Arrow,
  Vector as ArrowVector,
  type Data,
  DateUnit,
  type RecordBatch,
  type Table,
} from 'apache-arrow'
import { PartitaError } from '../fault.ts'
import type { ColumnBatch, Vector } from '../lineage/batch.ts'
import type { DataType, Field, FieldType } from '../lineage/data-type.ts'
import { arrowFields, fieldTypeOf } from './arrow-type.ts'
import { decimalValues, timestampValues } from './arrow-values.ts'
import { checkedEnd } from './batch.ts'
import { concatVectors } from './concat.ts'
import { gather, nullVector } from './gather.ts'
import { fieldPath } from './misfit.ts'
import { MAX_BATCH_ROWS } from './rebatch.ts'
import { appendBits, isValid, someInvalid, type Validity } from './validity.ts'
import { columnWriter } from './write-column.ts'

export const fromRecordBatch = (batch: RecordBatch): ColumnBatch => ({
  length: batch.numRows,
  columns: batch.schema.fields.map((field, i) => {
    const path = fieldPath('', field.name)
    return vectorOf(batch.data.children[i]!, fieldTypeOf(field, path), path)
  }),
})

/**
 * Batches of at most 122,880 rows, as the table's own where they are no larger.
 * @throws PartitaError UNSUPPORTED for a type that has no counterpart, DATA for values that ours cannot hold
 */
export const fromTable = (
  table: Table,
): { readonly fields: readonly Field[]; readonly batches: Iterable<ColumnBatch> } => {
  const fields = arrowFields(table.schema)
  return { fields, batches: { [Symbol.iterator]: () => batchesOf(table) } }
}

function* batchesOf(table: Table): Generator<ColumnBatch, void, undefined> {
  for (const batch of table.batches)
    for (let from = 0; from < batch.numRows; from += MAX_BATCH_ROWS)
      yield fromRecordBatch(batch.slice(from, from + MAX_BATCH_ROWS))
}

/** `parent` says which rows are in a struct that is there: what a null struct holds is nobody's business. */
const vectorOf = (data: Data, { type, nullable }: FieldType, path: string, parent?: Validity): Vector => {
  const vector = valuesOf(data, type, path)
  const { validity, length } = vector
  if (validity !== undefined && !nullable)
    for (let i = 0; i < length; i++)
      if (!isValid(validity, i) && isValid(parent, i))
        throw new PartitaError(
          'DATA',
          `The Arrow field ${path} has nulls, and its schema says that it has none.`,
        )
  return vector
}

const valuesOf = (data: Data, type: DataType, path: string): Vector => {
  const arrow = data.type as Arrow
  const { length } = data
  if (Arrow.isNull(arrow)) return nullVector(type, length)
  const validity = validityOf(data)
  if (Arrow.isDictionary(arrow)) return fromDictionary(data, type, validity, path)
  if (Arrow.isUtf8View(arrow) || Arrow.isBinaryView(arrow)) {
    const values = Array.from({ length }, (_, i) => new ArrowVector([data]).get(i))
    return columnWriter({ type, nullable: true })(values, row => ({ record: row, path }))
  }
  if (type === 'string' || type === 'binary') return fromBytes(data, type, validity, path)
  if (Arrow.isBool(arrow)) return { length, validity, values: bytesOfBits(data) }
  if (Arrow.isDecimal(arrow)) return { length, validity, values: decimalValues(data, arrow.bitWidth, type) }
  if (Arrow.isTimestamp(arrow))
    return { length, validity, values: timestampValues(data.values, arrow.unit, length, validity, path) }
  if (Arrow.isDate(arrow))
    return {
      length,
      validity,
      values: arrow.unit === DateUnit.DAY ? data.values.subarray(0, length) : wholeDays(data, validity, path),
    }
  if (Arrow.isFloat(arrow) && arrow.precision === 0)
    return {
      length,
      validity,
      values: Float32Array.from({ length }, (_, i) => new ArrowVector([data]).get(i) ?? 0),
    }
  if (Arrow.isStruct(arrow)) {
    const { struct } = type as Extract<DataType, { struct: unknown }>
    const children = struct.map((field, i) =>
      vectorOf(data.children[i]!, field, fieldPath(path, field.name), validity),
    )
    return { length, validity, children: children.map(child => cut(child, length)) }
  }
  if (Arrow.isMap(arrow)) {
    const { key, value } = (type as Extract<DataType, { map: unknown }>).map
    const entries = data.children[0]!
    return fromLists(data, validity, path, [
      [key.type, vectorOf(entries.children[0]!, key, `${path}.keys`)],
      [value.type, vectorOf(entries.children[1]!, value, `${path}.values`)],
    ])
  }
  if (typeof type === 'object' && 'list' in type)
    return fromLists(data, validity, path, [
      [type.list.type, vectorOf(data.children[0]!, type.list, `${path}[]`)],
    ])
  return { length, validity, values: data.values.subarray(0, length) }
}

/** Bits begin where the data were cut; arrays were cut with them. */
const validityOf = ({ nullBitmap, nullCount, offset, length }: Data): Validity => {
  if (nullCount === 0 || nullBitmap === undefined || nullBitmap === null || nullBitmap.length === 0)
    return undefined
  if (offset % 8 === 0) return someInvalid(nullBitmap.subarray(offset >> 3), length)
  const bits = new Uint8Array((length + 7) >> 3)
  appendBits(bits, 0, nullBitmap, offset, length)
  return someInvalid(bits, length)
}

const bytesOfBits = ({ values, offset, length }: Data): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = (values[(offset + i) >> 3]! >> ((offset + i) & 7)) & 1
  return bytes
}

/** From 0, and no further than their values go. */
const offsetsOf = (data: Data, limit: number, path: string) => {
  const { length } = data
  const raw = data.valueOffsets
  const start = Number(raw?.[0] ?? 0)
  const end = Number(raw?.[length] ?? 0)
  const taken =
    raw instanceof Int32Array && start === 0
      ? raw.subarray(0, length + 1)
      : Int32Array.from({ length: length + 1 }, (_, i) => Number(raw?.[i] ?? 0) - start)
  if (end > limit || end - start > 2 ** 31 - 1)
    throw new PartitaError('DATA', `The offsets of the Arrow field ${path} lead beyond its values.`)
  // Of an array that is empty, Arrow may leave the offsets out.
  const offsets = taken.length === length + 1 ? taken : new Int32Array(length + 1)
  checkedEnd(offsets)
  return { start, end, offsets }
}

const fromBytes = (data: Data, type: 'string' | 'binary', validity: Validity, path: string): Vector => {
  const arrow = data.type as Arrow
  const { length } = data
  if (Arrow.isFixedSizeBinary(arrow)) {
    const offsets = Int32Array.from({ length: length + 1 }, (_, i) => i * arrow.byteWidth)
    return { length, validity, offsets, values: data.values.subarray(0, length * arrow.byteWidth) }
  }
  const bytes: Uint8Array = data.values ?? new Uint8Array(0)
  const { start, end, offsets } = offsetsOf(data, bytes.length, path)
  const values = bytes.subarray(start, end)
  if (type === 'string' && !isUtf8(values))
    throw new PartitaError('DATA', `The Arrow field ${path} has text that is not UTF-8.`)
  return { length, validity, offsets, values }
}

const fromLists = (
  data: Data,
  validity: Validity,
  path: string,
  children: readonly (readonly [DataType, Vector])[],
): Vector => {
  const arrow = data.type as Arrow
  const { length } = data
  if (Arrow.isFixedSizeList(arrow)) {
    const offsets = Int32Array.from({ length: length + 1 }, (_, i) => i * arrow.listSize)
    return { length, validity, offsets, children: children.map(([, child]) => cut(child, offsets[length]!)) }
  }
  const rows = Math.min(...children.map(([, child]) => child.length))
  const { start, end, offsets } = offsetsOf(data, rows, path)
  return {
    length,
    validity,
    offsets,
    children: children.map(([type, of]) =>
      start === 0 && end === of.length ? of : concatVectors(type, [{ of, from: start, to: end }]),
    ),
  }
}

/** Children may be longer than what they belong to. */
const cut = (vector: Vector, length: number): Vector => {
  if (vector.length < length)
    throw new PartitaError('DATA', 'An Arrow array is shorter than what it belongs to.')
  return vector
}

const fromDictionary = (data: Data, type: DataType, validity: Validity, path: string): Vector => {
  const chunks = data.dictionary!.data.map(chunk => vectorOf(chunk, { type, nullable: true }, path))
  const [only] = chunks
  const words =
    chunks.length === 1
      ? only!
      : concatVectors(
          type,
          chunks.map(of => ({ of, from: 0, to: of.length })),
        )
  const indices: ArrayLike<number> =
    data.values instanceof BigInt64Array || data.values instanceof BigUint64Array
      ? Array.from(data.values.subarray(0, data.length), Number)
      : data.values.subarray(0, data.length)
  for (let i = 0; i < indices.length; i++)
    if (isValid(validity, i) && !(indices[i]! >= 0 && indices[i]! < words.length))
      throw new PartitaError('DATA', `The Arrow field ${path} has an index beyond its dictionary.`)
  return gather(type, words, indices, validity)
}

const DAY = 86_400_000n

const wholeDays = ({ values, length }: Data, validity: Validity, path: string): Int32Array => {
  const days = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    if (!isValid(validity, i)) continue
    const millis = BigInt(values[i]!)
    if (millis % DAY !== 0n)
      throw new PartitaError('DATA', `The Arrow field ${path} has a date that is no whole day.`)
    days[i] = Number(millis / DAY)
  }
  return days
}
