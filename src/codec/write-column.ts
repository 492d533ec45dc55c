// Values → vectors, each checked against its type: what does not fit is refused by record and field.

import type { DataType, FieldType } from '../lineage/data-type.ts'
import { misfit } from './misfit.ts'
import type { Validity } from './validity.ts'
import { writeBinary, writeStrings } from './write-bytes.ts'
import { nestedWriter } from './write-nested.ts'
import { bigints, daysOf, fixed, integerWithin, RANGES, timestamps } from './write-scalars.ts'
import type { WriteColumn, WriteValues } from './write-values.ts'

export const columnWriter = ({ type, nullable }: FieldType): WriteColumn => {
  const write = valuesWriter(type)
  return (values, where) => {
    const validity = validityOf(values)
    if (validity !== undefined && !nullable) {
      const at = values.findIndex(value => value === null || value === undefined)
      throw misfit(where(at), type, values[at], 'a field that may be missing or null is declared with ?')
    }
    return { length: values.length, validity, ...write(values, validity, where) }
  }
}

const validityOf = (values: readonly unknown[]): Validity => {
  let bits: Uint8Array | undefined
  for (let i = 0; i < values.length; i++)
    if (values[i] === null || values[i] === undefined) {
      bits ??= new Uint8Array((values.length + 7) >> 3).fill(0xff)
      bits[i >> 3]! &= ~(1 << (i & 7))
    }
  // Beyond the last row there is nothing.
  if (bits !== undefined && values.length % 8 !== 0) bits[bits.length - 1]! &= (1 << (values.length & 7)) - 1
  return bits
}

const valuesWriter = (type: DataType): WriteValues => {
  if (typeof type !== 'string') return nestedWriter(type, columnWriter)
  switch (type) {
    case 'string':
      return writeStrings
    case 'binary':
      return writeBinary
    case 'int64':
    case 'uint64':
      return bigints(type)
    case 'float32':
    case 'float64':
      return fixed(type, value => (typeof value === 'number' ? value : undefined))
    case 'boolean':
      return fixed(type, value => (typeof value === 'boolean' ? Number(value) : undefined))
    case 'date':
      return fixed(type, daysOf, 'a date is a Date at midnight UTC; a time of day takes type timestamp')
    case 'timestamp':
      return timestamps
    default:
      return fixed(type, integerWithin(...RANGES[type]))
  }
}
