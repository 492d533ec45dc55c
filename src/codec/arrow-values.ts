// Arrow's numbers of other widths and units, as ours.

import { type Data, TimeUnit } from 'apache-arrow'
import { PartitaError } from '../fault.ts'
import type { DataType } from '../lineage/data-type.ts'
import { isValid, type Validity } from './validity.ts'
import { layoutOf } from './vector-layout.ts'

/** From little-endian integers of `bitWidth` bits, as words of 32. */
export const decimalValues = (
  { values, length }: Data,
  bitWidth: number,
  type: DataType,
): BigInt64Array | BigUint64Array => {
  const words = bitWidth / 32
  const given = new Uint32Array(values.buffer, values.byteOffset, length * words)
  const layout = layoutOf(type)
  const wide = layout.kind === 'fixed' && layout.words === 2
  const lies = given.byteOffset % 8 === 0
  if (wide && words === 4 && lies) return new BigUint64Array(given.buffer, given.byteOffset, length * 2)
  const taken = wide ? 4 : 2
  const stored = new Uint32Array(length * taken)
  for (let i = 0; i < length; i++) {
    const sign = (given[(i + 1) * words - 1]! | 0) < 0 ? 0xffff_ffff : 0
    for (let w = 0; w < taken; w++) stored[i * taken + w] = w < words ? given[i * words + w]! : sign
  }
  return wide ? new BigUint64Array(stored.buffer) : new BigInt64Array(stored.buffer)
}

const PER_MICRO: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1000n,
  [TimeUnit.MICROSECOND]: 1n,
  [TimeUnit.NANOSECOND]: 1000n,
}

/** Microseconds. @throws PartitaError DATA for what is between them, or too far for 64 bits */
export const timestampValues = (
  given: BigInt64Array,
  unit: TimeUnit,
  length: number,
  validity: Validity,
  path: string,
): BigInt64Array => {
  if (unit === TimeUnit.MICROSECOND) return given.subarray(0, length)
  const factor = PER_MICRO[unit]
  const micros = new BigInt64Array(length)
  for (let i = 0; i < length; i++) {
    if (!isValid(validity, i)) continue
    const time = given[i]!
    const exact = unit === TimeUnit.NANOSECOND ? time / factor : time * factor
    if (unit === TimeUnit.NANOSECOND && time % factor !== 0n)
      throw new PartitaError('DATA', `The Arrow field ${path} has a timestamp of no whole microseconds.`)
    if (BigInt.asIntN(64, exact) !== exact)
      throw new PartitaError('DATA', `The Arrow field ${path} has a timestamp too far for microseconds.`)
    micros[i] = exact
  }
  return micros
}
