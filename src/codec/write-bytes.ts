// Strings and bytes → vectors: all side by side, cut by offsets.

import { PartitaError } from '../fault.ts'
import { GrowingText } from './growing-text.ts'
import { misfit } from './misfit.ts'
import type { WriteValues } from './write-values.ts'

export const writeStrings: WriteValues = (values, _, where) => {
  const text = new GrowingText(where)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value === 'string') text.add(value)
    else if (value === null || value === undefined) text.add('')
    else throw misfit(where(i), 'string', value)
  }
  const { offsets, values: bytes } = text.take()
  return { offsets: offsets.slice(), values: bytes.slice() }
}

export const writeBinary: WriteValues = (values, _, where) => {
  const offsets = new Int32Array(values.length + 1)
  let end = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value instanceof Uint8Array) end += value.length
    else if (value !== null && value !== undefined) throw misfit(where(i), 'binary', value)
    if (end > 2 ** 31 - 1)
      throw new PartitaError('UNSUPPORTED', 'A batch cannot hold more than 2 GiB of bytes in one column.')
    offsets[i + 1] = end
  }
  const bytes = new Uint8Array(end)
  for (let i = 0; i < values.length; i++)
    if (values[i] instanceof Uint8Array) bytes.set(values[i] as Uint8Array, offsets[i])
  return { values: bytes, offsets }
}
