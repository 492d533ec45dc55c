// Strings and bytes → vectors: all side by side, cut by offsets.

import { PartitaError } from '../fault.ts'
import { misfit } from './misfit.ts'
import { encodeStrings } from './utf8.ts'
import type { WriteValues } from './write-values.ts'

const tooMany = (what: string): PartitaError =>
  new PartitaError('UNSUPPORTED', `A batch cannot hold more than 2 GiB of ${what} in one column.`)

export const writeStrings: WriteValues = (values, validity, where) => {
  const refuse = (i: number, hint?: string): never => {
    throw misfit(where(i), 'string', values[i], hint)
  }
  const strings = values as string[]
  const texts = validity === undefined ? strings : strings.map(value => value ?? '')
  for (let i = 0; i < texts.length; i++) if (typeof texts[i] !== 'string') refuse(i)
  const encoded = encodeStrings(texts, i =>
    refuse(
      i,
      'half a surrogate pair is no Unicode text, which is all that UTF-8 can hold; see toWellFormed()',
    ),
  )
  if (encoded === undefined) throw tooMany('text')
  return encoded
}

export const writeBinary: WriteValues = (values, _, where) => {
  const offsets = new Int32Array(values.length + 1)
  let end = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value instanceof Uint8Array) end += value.length
    else if (value !== null && value !== undefined) throw misfit(where(i), 'binary', value)
    if (end > 2 ** 31 - 1) throw tooMany('bytes')
    offsets[i + 1] = end
  }
  const bytes = new Uint8Array(end)
  for (let i = 0; i < values.length; i++)
    if (values[i] instanceof Uint8Array) bytes.set(values[i] as Uint8Array, offsets[i])
  return { values: bytes, offsets }
}
