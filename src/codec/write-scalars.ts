// Numbers, Dates, booleans and bigints → vectors of fixed width.

import { PartitaError } from '../fault.ts'
import type { ScalarType } from '../lineage/data-type.ts'
import { misfit, type Where } from './misfit.ts'
import { DAY } from './read-column.ts'
import { layoutOf } from './vector-layout.ts'
import type { WriteValues } from './write-values.ts'

export const RANGES: Readonly<
  Record<'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32', [number, number]>
> = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [0, 2 ** 8 - 1],
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
}

export const integerWithin =
  (min: number, max: number) =>
  (value: unknown): number | undefined =>
    typeof value === 'number' && value >= min && value <= max && Number.isInteger(value) ? value : undefined

export const daysOf = (value: unknown): number | undefined => {
  if (!(value instanceof Date)) return undefined
  const days = value.getTime() / DAY
  return Number.isInteger(days) ? days : undefined
}

/** `accept` gives the number to store, undefined where the value does not fit. */
export const fixed = (
  type: ScalarType,
  accept: (value: unknown) => number | undefined,
  hint?: string,
): WriteValues => {
  const layout = layoutOf(type)
  if (layout.kind !== 'fixed') throw new PartitaError('INTERNAL', `${type} is not of fixed width.`)
  // A text of its own for each type: V8 shares what it learns of a function's types among functions of equal text.
  const text = `return (values, _, where) => {
const stored = new array(values.length)
for (let i = 0; i < values.length; i++) {
const value = values[i]
const number = accept(value)
if (number !== undefined) stored[i] = number
else if (value !== null && value !== undefined) refuse(where(i), value)
}
return { values: stored }
}
//# sourceURL=partita:write-${type}`
  return new Function('array', 'accept', 'refuse', text)(
    layout.array,
    accept,
    (place: ReturnType<Where>, value: unknown) => {
      throw misfit(place, type, value, hint)
    },
  )
}

export const timestamps: WriteValues = (values, _, where) => {
  const micros = new BigInt64Array(values.length)
  const halves = new Int32Array(micros.buffer)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value === null || value === undefined) continue
    const exact = value instanceof Date ? value.getTime() * 1000 : Number.NaN
    if (Number.isSafeInteger(exact)) {
      const high = Math.floor(exact / 2 ** 32)
      halves[i * 2] = exact - high * 2 ** 32
      halves[i * 2 + 1] = high
    } else if (value instanceof Date && Number.isFinite(exact)) micros[i] = BigInt(value.getTime()) * 1000n
    else throw misfit(where(i), 'timestamp', value, 'a timestamp is a valid Date')
  }
  return { values: micros }
}

export const bigints = (type: 'int64' | 'uint64'): WriteValues => {
  const signed = type === 'int64'
  const cut = signed ? BigInt.asIntN : BigInt.asUintN
  return (values, _, where) => {
    const stored = signed ? new BigInt64Array(values.length) : new BigUint64Array(values.length)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (value === null || value === undefined) continue
      const wide =
        typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value as number) : undefined
      if (wide === undefined || cut(64, wide) !== wide) throw misfit(where(i), type, value)
      stored[i] = wide
    }
    return { values: stored }
  }
}
