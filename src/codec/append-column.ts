// One field of rows that come one by one: where its values go, and the statement that puts them there. It takes what is
// plain for the type; all else (null, a value that does not fit, a rare form) goes the way of whole columns.

import { PartitaError } from '../fault.ts'
import type { Vector } from '../lineage/batch.ts'
import type { DataType, Field } from '../lineage/data-type.ts'
import { GrowingText } from './growing-text.ts'
import type { Where } from './misfit.ts'
import { type Layout, layoutOf } from './vector-layout.ts'
import { columnWriter } from './write-column.ts'
import { RANGES } from './write-scalars.ts'

/** A statement that puts a value at row `n`, where `into` and `other` are a column's. */
type Text = (value: string, into: string, other: string) => string

export interface AppendColumn {
  readonly into: unknown
  readonly other: (n: number, value: unknown) => void
  /** The values of so many rows, to be read before more come. */
  readonly take: (length: number) => Vector
}

/** `micros` is a variable that the statement may use. */
export const appendText = (type: DataType): Text => {
  switch (type) {
    case 'string':
      return (value, into, other) =>
        `if (typeof ${value} === 'string') ${into}.add(${value}); else ${other}(n, ${value})`
    case 'float32':
    case 'float64':
      return storing(value => `typeof ${value} === 'number'`)
    case 'boolean':
      return (value, into, other) =>
        `if (typeof ${value} === 'boolean') ${into}[n] = ${value} ? 1 : 0; else ${other}(n, ${value})`
    case 'timestamp':
      return (value, into, other) =>
        `if (${value} instanceof Date && Number.isSafeInteger(micros = ${value}.getTime() * 1000)) {
const high = Math.floor(micros / 4294967296)
${into}[2 * n] = micros - high * 4294967296
${into}[2 * n + 1] = high
} else ${other}(n, ${value})`
    default:
      return isInteger(type) ? integers(...RANGES[type]) : (value, into) => `${into}[n] = ${value}`
  }
}

const storing =
  (fits: (value: string) => string): Text =>
  (value, into, other) =>
    `if (${fits(value)}) ${into}[n] = ${value}; else ${other}(n, ${value})`

const integers = (min: number, max: number): Text =>
  storing(
    value =>
      `typeof ${value} === 'number' && ${value} >= ${min} && ${value} <= ${max} && Number.isInteger(${value})`,
  )

const isInteger = (type: DataType): type is keyof typeof RANGES =>
  typeof type === 'string' && Object.hasOwn(RANGES, type)

/** Room for `capacity` rows. */
export const appendColumn = (field: Field, capacity: number, where: Where): AppendColumn => {
  const { type } = field
  if (type === 'string') return strings(field, capacity, where)
  const inPlace =
    type === 'float32' || type === 'float64' || type === 'boolean' || type === 'timestamp' || isInteger(type)
  return inPlace ? fixed(field, layoutOf(type), capacity, where) : collected(field, capacity, where)
}

const fixed = (field: Field, layout: Layout, capacity: number, where: Where): AppendColumn => {
  if (layout.kind !== 'fixed') throw new PartitaError('INTERNAL', `${field.name} is not of fixed width.`)
  const write = columnWriter(field)
  const values = new layout.array(capacity)
  const nulls = nullsOf(capacity)
  return {
    into: field.type === 'timestamp' ? new Int32Array(values.buffer) : values,
    other: (n, value) => {
      const one = write([value], () => where(n))
      if (one.validity !== undefined) nulls.add(n)
      ;(values as Uint8Array).set(one.values as Uint8Array, n)
    },
    take: length => ({ length, validity: nulls.take(length), values: values.subarray(0, length) }),
  }
}

const strings = (field: Field, capacity: number, where: Where): AppendColumn => {
  const write = columnWriter(field)
  const nulls = nullsOf(capacity)
  const text = new GrowingText(where)
  return {
    into: text,
    other: (n, value) => {
      write([value], () => where(n))
      nulls.add(n)
      text.add('')
    },
    take: length => ({ length, validity: nulls.take(length), ...text.take() }),
  }
}

const collected = (field: Field, capacity: number, where: Where): AppendColumn => {
  const write = columnWriter(field)
  const values = new Array<unknown>(capacity)
  return {
    into: values,
    other: () => {},
    take: length => write(values.slice(0, length), where),
  }
}

const nullsOf = (capacity: number) => {
  let bits: Uint8Array | undefined
  return {
    add: (n: number): void => {
      bits ??= new Uint8Array((capacity + 7) >> 3).fill(0xff)
      bits[n >> 3]! &= ~(1 << (n & 7))
    },
    take: (length: number): Uint8Array | undefined => {
      const taken = bits?.subarray(0, (length + 7) >> 3)
      // Beyond the last row there is nothing.
      if (taken !== undefined && length % 8 !== 0) taken[taken.length - 1]! &= (1 << (length & 7)) - 1
      bits = undefined
      return taken
    },
  }
}
