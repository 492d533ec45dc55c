// Vectors → values: numbers, bigints, strings, Dates, arrays … as plain JavaScript has them; null where there is none.

import { PartitaError } from '../fault.ts'
import type { Vector } from '../lineage/batch.ts'
import type { DataType } from '../lineage/data-type.ts'
import { decimalText } from './decimal.ts'
import { fieldPath, type Where } from './misfit.ts'
import { rowMaker } from './row-maker.ts'
import { decodeStrings } from './utf8.ts'
import { isValid, type Validity } from './validity.ts'

/** Values `from` up to `to`; nulls are in them. */
export type ReadColumn = (vector: Vector, from: number, to: number, where: Where) => ArrayLike<unknown>

/** Rows whose null the array does not tell. */
export const columnReader = (type: DataType): ReadColumn => {
  const read = valuesReader(type)
  return (vector, from, to, where) => withNulls(read(vector, from, to, where), vector.validity, from, to)
}

const withNulls = (
  values: ArrayLike<unknown>,
  validity: Validity,
  from: number,
  to: number,
): ArrayLike<unknown> => {
  if (validity === undefined) return values
  const all = Array.isArray(values) ? values : Array.from(values)
  for (let i = from; i < to; i++) if (!isValid(validity, i)) all[i - from] = null
  return all
}

/** What stands in rows without a value is anything. */
const valuesReader = (type: DataType): ReadColumn => {
  if (typeof type !== 'string') return nestedReader(type)
  switch (type) {
    case 'string':
      return ({ values, offsets }, from, to) => decodeStrings(values as Uint8Array, offsets!, from, to)
    case 'binary':
      return ({ values, offsets }, from, to) =>
        collect(from, to, i => (values as Uint8Array).slice(offsets![i], offsets![i + 1]))
    case 'boolean':
      return ({ values }, from, to) => collect(from, to, i => values![i] !== 0)
    case 'date':
      return readDates
    case 'timestamp':
      return readTimestamps
    default:
      return ({ values }, from, to) => values!.subarray(from, to)
  }
}

const collect = <T>(from: number, to: number, get: (i: number) => T): T[] => {
  const values = new Array<T>(to - from)
  for (let i = from; i < to; i++) values[i - from] = get(i)
  return values
}

/** Milliseconds. */
export const DAY = 86_400_000
/** The most milliseconds that a Date can be from 1970. */
const MAX_MILLIS = 8.64e15
/** Microseconds whose upper half is less are exact in a number. */
const EXACT_HIGH = 2 ** 21

const readDates: ReadColumn = ({ values, validity }, from, to, where) => {
  const dates = new Array<Date | null>(to - from)
  for (let i = from; i < to; i++) {
    const millis = (values as Int32Array)[i]! * DAY
    if (Math.abs(millis) <= MAX_MILLIS) dates[i - from] = new Date(millis)
    else if (isValid(validity, i)) throw beyond(where(i), 'date')
    else dates[i - from] = null
  }
  return dates
}

const readTimestamps: ReadColumn = ({ values, validity }, from, to, where) => {
  const micros = values as BigInt64Array
  const halves = new Int32Array(micros.buffer, micros.byteOffset, micros.length * 2)
  const dates = new Array<Date | null>(to - from)
  for (let i = from; i < to; i++) {
    const high = halves[i * 2 + 1]!
    const exact = high >= -EXACT_HIGH && high < EXACT_HIGH
    const millis = exact ? (high * 2 ** 32 + (halves[i * 2]! >>> 0)) / 1000 : Number(micros[i]! / 1000n)
    const whole = exact ? Number.isInteger(millis) : micros[i]! % 1000n === 0n
    if (whole && Math.abs(millis) <= MAX_MILLIS) dates[i - from] = new Date(millis)
    else if (!isValid(validity, i)) dates[i - from] = null
    else throw Math.abs(millis) <= MAX_MILLIS ? uneven(where(i)) : beyond(where(i), 'timestamp')
  }
  return dates
}

const beyond = ({ record, path }: ReturnType<Where>, what: string): PartitaError =>
  new PartitaError('DATA', `Record ${record}: ${path} is a ${what} that no Date can be.`, {
    recordIndex: record,
    hint: `select the rows with isfinite(…), or cast the ${what} to a string`,
  })

const uneven = ({ record, path }: ReturnType<Where>): PartitaError =>
  new PartitaError('DATA', `Record ${record}: ${path} is a timestamp of no whole milliseconds.`, {
    recordIndex: record,
    hint: "date_trunc('milliseconds', …) drops the rest, epoch_us(…) keeps it",
  })

type Nested = Exclude<DataType, string>

const nestedReader = (type: Nested): ReadColumn => {
  if ('decimal' in type) {
    const { scale } = type.decimal
    return ({ values }, from, to) => {
      if (values instanceof BigInt64Array) return collect(from, to, i => decimalText(values[i]!, scale))
      const words = values as BigUint64Array
      return collect(from, to, i =>
        decimalText((BigInt.asIntN(64, words[i * 2 + 1]!) << 64n) | words[i * 2]!, scale),
      )
    }
  }
  if ('list' in type) {
    const read = columnReader(type.list.type)
    return (vector, from, to, where) => {
      const { offsets, children } = vector
      const start = offsets![from]!
      const items = read(children![0]!, start, offsets![to]!, within(vector, where, ''))
      const cut = Array.isArray(items) ? items : Array.from(items)
      return collect(from, to, i => cut.slice(offsets![i]! - start, offsets![i + 1]! - start))
    }
  }
  if ('map' in type) {
    const readKeys = columnReader(type.map.key.type)
    const readValues = columnReader(type.map.value.type)
    return (vector, from, to, where) => {
      const { offsets, children } = vector
      const [start, end] = [offsets![from]!, offsets![to]!]
      const keys = readKeys(children![0]!, start, end, within(vector, where, '.keys'))
      const values = readValues(children![1]!, start, end, within(vector, where, '.values'))
      return collect(from, to, i => {
        const map = new Map<unknown, unknown>()
        for (let k = offsets![i]! - start; k < offsets![i + 1]! - start; k++) map.set(keys[k], values[k])
        return map
      })
    }
  }
  const readers = type.struct.map(field => columnReader(field.type))
  const make = rowMaker(type.struct.map(({ name }) => name))
  return ({ children }, from, to, where) =>
    make(
      to - from,
      readers.map((read, i) =>
        read(children![i]!, from, to, row => {
          const { record, path } = where(row)
          return { record, path: fieldPath(path, type.struct[i]!.name) }
        }),
      ),
    )
}

/** Elements are named by the list that they are in. */
export const within =
  ({ offsets }: { readonly offsets?: Int32Array | undefined }, where: Where, step: string): Where =>
  k => {
    let row = 0
    while (offsets![row + 1]! <= k) row++
    const { record, path } = where(row)
    return { record, path: `${path}${step}[${k - offsets![row]!}]` }
  }
