// Rows that are made outside the lineage, read once for as long as they can be asked for, and what a record of them is:
// one value after the other, by its type.

import { PartitaError } from '../../fault.ts'
import type { ColumnBatch, ColumnsView, Vector } from '../../lineage/batch.ts'
import type { DataType, Field } from '../../lineage/data-type.ts'
import type { OutsideRows, RowForm } from '../../lineage/source.ts'

export interface ReadRows {
  readonly fields: readonly Field[]
  readonly batches: readonly ColumnBatch[]
}

/** What this engine may not know by itself. */
export interface Columns {
  /** As Arrow's RecordBatch. */
  readonly toArrow: (fields: readonly Field[], batch: ColumnBatch) => Promise<unknown>
  readonly toBatch: (fields: readonly Field[], rows: readonly unknown[]) => Promise<ColumnBatch>
}

export const NO_COLUMNS: Columns = {
  toArrow: () => Promise.reject(unsupported()),
  toBatch: () => Promise.reject(unsupported()),
}
const unsupported = (): PartitaError =>
  new PartitaError('UNSUPPORTED', 'This engine was not told how to make columns.')

export const readOutside = async (
  { open }: OutsideRows,
  signal: AbortSignal = new AbortController().signal,
): Promise<ReadRows> => {
  const read: ColumnBatch[] = []
  try {
    signal.throwIfAborted()
    const { fields, batches } = await open(signal)
    for await (const batch of batches) {
      signal.throwIfAborted()
      read.push(batch)
    }
    return { fields, batches: read }
  } catch (error) {
    if (!signal.aborted) throw error
    throw new PartitaError('CANCELLED', 'The job was cancelled.', { cause: signal.reason })
  }
}

export interface Columnar {
  readonly fields: readonly Field[]
  readonly batches: Iterable<ColumnBatch> | AsyncIterable<ColumnBatch>
}

export const recordsOf = async (
  { fields, batches }: Columnar,
  as: RowForm,
  { toArrow }: Columns,
): Promise<readonly unknown[]> => {
  const records: unknown[] = []
  for await (const batch of batches)
    if (as === 'arrow') records.push(await toArrow(fields, batch))
    else if (as === 'columns') records.push(viewOf(fields, batch, toArrow))
    else for (const row of rowsOf(fields, batch)) records.push(row)
  return records
}

const viewOf = (fields: readonly Field[], batch: ColumnBatch, toArrow: Columns['toArrow']): ColumnsView => ({
  batch,
  values: (column, from, to) =>
    Array.from({ length: to - from }, (_, i) =>
      valueAt(fields[column]!.type, batch.columns[column]!, from + i),
    ),
  arrow: async column =>
    ((await toArrow(fields, batch)) as { getChildAt: (i: number) => unknown }).getChildAt(column),
})

export const batchOf = ({ fields, batches }: ReadRows, index: number): Columnar => ({
  fields,
  batches: batches.slice(index, index + 1),
})

const rowsOf = (fields: readonly Field[], { length, columns }: ColumnBatch): readonly unknown[] =>
  Array.from({ length }, (_, row) => structOf(fields, columns, row))

const structOf = (fields: readonly Field[], columns: readonly Vector[], row: number): object => {
  const made = {}
  for (const [i, { name, type }] of fields.entries())
    Object.defineProperty(made, name, {
      value: valueAt(type, columns[i]!, row),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  return made
}

const DAY_MILLIS = 86_400_000

const valueAt = (type: DataType, vector: Vector, row: number): unknown => {
  const { validity, offsets, children, values } = vector
  if (validity !== undefined && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) return null
  if (typeof type === 'object') {
    if ('struct' in type) return structOf(type.struct, children!, row)
    if ('decimal' in type) return decimalOf(values as BigInt64Array | BigUint64Array, row, type.decimal.scale)
    const [from, to] = [offsets![row]!, offsets![row + 1]!]
    const elements = Array.from({ length: to - from }, (_, i) => from + i)
    if ('list' in type) return elements.map(i => valueAt(type.list.type, children![0]!, i))
    const { key, value } = type.map
    return new Map(
      elements.map(i => [valueAt(key.type, children![0]!, i), valueAt(value.type, children![1]!, i)]),
    )
  }
  switch (type) {
    case 'boolean':
      return values![row] === 1
    case 'date':
      return new Date(Number(values![row]) * DAY_MILLIS)
    case 'timestamp':
      return instantOf(values![row] as bigint)
    case 'string':
      return Buffer.from(bytesOf(vector, row)).toString('utf8')
    case 'binary':
      return bytesOf(vector, row)
    default:
      return values![row]
  }
}

const bytesOf = ({ values, offsets }: Vector, row: number): Uint8Array =>
  (values as Uint8Array).slice(offsets![row], offsets![row + 1])

const instantOf = (micros: bigint): Date => {
  if (micros % 1000n !== 0n) throw new PartitaError('DATA', 'A timestamp is no whole millisecond.')
  return new Date(Number(micros / 1000n))
}

const decimalOf = (values: BigInt64Array | BigUint64Array, row: number, scale: number): string => {
  const unscaled =
    values instanceof BigInt64Array
      ? values[row]!
      : BigInt.asIntN(128, (values[2 * row + 1]! << 64n) | values[2 * row]!)
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const cut = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}${scale === 0 ? '' : `.${digits.slice(cut)}`}`
}
