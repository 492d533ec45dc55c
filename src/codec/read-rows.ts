// Batches as plain row objects, a few at a time, so that they die young. The loop that makes them is generated once for
// each list of fields: rows share one hidden class, and of a row only the fields that were asked for are made.

import { isAscii } from 'node:buffer'
import { PartitaError } from '../fault.ts'
import type { ColumnBatch, Vector } from '../lineage/batch.ts'
import type { DataType, Field } from '../lineage/data-type.ts'
import { isValid } from './validity.ts'

/** The rows of one batch after the other. */
export type RowReader = (batch: ColumnBatch) => Generator<unknown[], void, undefined>

/** Rows to a unit: enough that calls cost nothing. */
const UNIT = 1024

let made = 0

/** `read`: the names of the fields that are made; undefined for all. The readers of one input count its records. */
export const rowReader = (fields: readonly Field[], read?: readonly string[]): RowReader => {
  const wanted = read && new Set(read)
  const columns = fields.map((_, i) => i).filter(i => wanted?.has(fields[i]!.name) ?? true)
  const fill = columns.length > WIDEST ? wide(fields, columns) : generated(fields, columns)
  let before = 0
  return function* (batch) {
    for (let from = 0; from < batch.length; from += UNIT) {
      const to = Math.min(from + UNIT, batch.length)
      try {
        yield fill(batch, from, to)
      } catch (error) {
        throw error instanceof Unreadable ? error.fault(before) : error
      }
    }
    before += batch.length
  }
}

type Fill = (batch: ColumnBatch, from: number, to: number) => unknown[]

/** A wider literal takes V8 seconds to compile, and its rows have no hidden class anyway. */
const WIDEST = 1000

const wide =
  (fields: readonly Field[], columns: readonly number[]): Fill =>
  (batch, from, to) =>
    Array.from({ length: to - from }, (_, i) =>
      Object.fromEntries(
        columns.map(c => [fields[c]!.name, valueAt(fields[c]!, batch.columns[c]!, from + i)]),
      ),
    )

/** A text of its own: V8 shares what it learns of types among functions of equal text. */
const generated = (fields: readonly Field[], columns: readonly number[]): Fill => {
  const names = columns.map(c => {
    const { name } = fields[c]!
    // Brackets make `__proto__` an ordinary property; elsewhere they would only cost time.
    return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
  })
  const body = `${columns.map(c => openText(c, fields[c]!.type)).join('\n')}
const rows = new Array(to - from)
for (let i = from; i < to; i++) rows[i - from] = { ${columns
    .map(
      (c, k) =>
        `${names[k]}: valid${c} !== undefined && (valid${c}[i >> 3] & (1 << (i & 7))) === 0 ? null : ${valueText(c, fields[c]!.type)}`,
    )
    .join(', ')} }
return rows
//# sourceURL=partita:rows-${++made}`
  const make = new Function('fields', '$', `return ({ columns }, from, to) => {\n${body}\n}`)
  return make(fields, { windowOf, textAt, valueAt, millisOf })
}

const DAY_MILLIS = 86_400_000

/** What the loop needs of a column, taken out of it before it begins. */
const openText = (c: number, type: DataType): string => {
  const head = `const { validity: valid${c}, values: values${c}, offsets: offsets${c} } = columns[${c}]`
  if (type === 'string')
    return `${head}\nconst text${c} = $.windowOf(columns[${c}], from, to), base${c} = offsets${c}[from]`
  if (type === 'timestamp')
    return `${head}\nconst words${c} = new Int32Array(values${c}.buffer, values${c}.byteOffset, 2 * values${c}.length)`
  return head
}

const valueText = (c: number, type: DataType): string => {
  switch (type) {
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
    case 'float32':
    case 'float64':
      return `values${c}[i]`
    case 'boolean':
      return `values${c}[i] === 1`
    case 'date':
      return `new Date(values${c}[i] * ${DAY_MILLIS})`
    case 'timestamp':
      return `new Date($.millisOf(words${c}[2 * i], words${c}[2 * i + 1], fields[${c}], i))`
    case 'string':
      return `text${c} === undefined ? $.textAt(columns[${c}], i) : text${c}.slice(offsets${c}[i] - base${c}, offsets${c}[i + 1] - base${c})`
    default:
      return `$.valueAt(fields[${c}], columns[${c}], i)`
  }
}

const bufferOf = ({ buffer, byteOffset }: ArrayBufferView, from: number, to: number): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset + from, to - from)

/** The text of all these rows, where a byte is a character. */
const windowOf = ({ values, offsets }: Vector, from: number, to: number): string | undefined => {
  const bytes = bufferOf(values!, offsets![from]!, offsets![to]!)
  return isAscii(bytes) ? bytes.toString('latin1') : undefined
}

const textAt = ({ values, offsets }: Vector, row: number): string =>
  bufferOf(values!, offsets![row]!, offsets![row + 1]!).toString()

/** A value that is no Date's. */
class Unreadable extends Error {
  readonly #field: string
  readonly #row: number
  readonly #what: string
  constructor(field: string, row: number, what: string) {
    super()
    this.#field = field
    this.#row = row
    this.#what = what
  }
  fault(before: number): PartitaError {
    return new PartitaError(
      'DATA',
      `Field ${this.#field} of record ${before + this.#row} ${this.#what}, and a Date counts whole milliseconds.`,
      { hint: `Round it before: date_trunc('millisecond', ${this.#field}).` },
    )
  }
}

const LARGEST_DATE = 8.64e15

/** Microseconds in two words of 32 bits; without a bigint as long as a double holds them exactly. */
const millisOf = (low: number, high: number, { name }: { readonly name: string }, row: number): number => {
  const micros = high * 2 ** 32 + (low >>> 0)
  const millis = micros / 1000
  if (high < 2 ** 21 && high >= -(2 ** 21)) {
    if (micros % 1000 !== 0) throw new Unreadable(name, row, 'has a fraction of a millisecond')
    return millis
  }
  const exact = (BigInt(high) << 32n) | BigInt(low >>> 0)
  if (Math.abs(millis) > LARGEST_DATE)
    throw new Unreadable(name, row, 'is no time within the years of a Date')
  if (exact % 1000n !== 0n) throw new Unreadable(name, row, 'has a fraction of a millisecond')
  return Number(exact / 1000n)
}

interface Named {
  readonly name: string
  readonly type: DataType
}

/** One value, of any type. */
const valueAt = ({ name, type }: Named, vector: Vector, row: number): unknown => {
  const { validity, values, offsets, children } = vector
  if (!isValid(validity, row)) return null
  if (typeof type === 'object') {
    if ('decimal' in type) return decimalAt(values as BigInt64Array | BigUint64Array, row, type.decimal.scale)
    if ('struct' in type) return structAt(name, type.struct, children!, row)
    const [from, to] = [offsets![row]!, offsets![row + 1]!]
    const all = (child: number, of: DataType): unknown[] => {
      const elements = new Array<unknown>(to - from)
      for (let i = from; i < to; i++) elements[i - from] = valueAt({ name, type: of }, children![child]!, i)
      return elements
    }
    if ('list' in type) return all(0, type.list.type)
    const found = all(1, type.map.value.type)
    return new Map(all(0, type.map.key.type).map((key, i) => [key, found[i]]))
  }
  switch (type) {
    case 'boolean':
      return values![row] === 1
    case 'date':
      return new Date(Number(values![row]) * DAY_MILLIS)
    case 'timestamp': {
      const micros = values![row] as bigint
      return new Date(millisOf(Number(BigInt.asIntN(32, micros)), Number(micros >> 32n), { name }, row))
    }
    case 'string':
      return textAt(vector, row)
    case 'binary':
      return new Uint8Array(values!.subarray(offsets![row], offsets![row + 1]) as Uint8Array)
    default:
      return values![row]
  }
}

const structAt = (
  name: string,
  fields: readonly Field[],
  children: readonly Vector[],
  row: number,
): object => {
  const struct = {}
  for (const [i, field] of fields.entries()) {
    const value = valueAt({ name: `${name}.${field.name}`, type: field.type }, children[i]!, row)
    if (field.name in struct)
      Object.defineProperty(struct, field.name, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      })
    else Object.assign(struct, { [field.name]: value })
  }
  return struct
}

const decimalAt = (values: BigInt64Array | BigUint64Array, row: number, scale: number): string => {
  const unscaled =
    values instanceof BigInt64Array
      ? values[row]!
      : BigInt.asIntN(128, (values[2 * row + 1]! << 64n) | values[2 * row]!)
  const text = unscaled.toString()
  if (scale === 0) return text
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text]
  const padded = digits.padStart(scale + 1, '0')
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}
