// Do strings lie in this build of DuckDB as we write and read them? Asked once, of a chunk in memory.

import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings'
import type { Vector } from '../../lineage/batch.ts'
import { readStrings } from './read-strings.ts'
import { type WriteBytes, writeFast, writeSlow } from './write-strings.ts'

const SAMPLES = [
  '',
  'a',
  'twelve bytes',
  'thirteen byte',
  'é',
  'a text of many more bytes than twelve',
  '日本語の文字列です',
]

export const chooseWriter = (): WriteBytes => (fastAgrees() ? writeFast : writeSlow)

const fastAgrees = (): boolean => {
  const sample = sampleVector()
  const { length } = sample
  const text = duckdb.create_logical_type(duckdb.Type.VARCHAR)
  const chunk = duckdb.create_data_chunk([text, text])
  const fast = duckdb.data_chunk_get_vector(chunk, 0)
  const slow = duckdb.data_chunk_get_vector(chunk, 1)
  writeFast(fast, sample, 0, length, undefined)
  writeSlow(slow, sample, 0, length, undefined)
  return (
    [fast, slow].every(
      raw => Buffer.compare(readStrings(raw, undefined, length).values, sample.values as Uint8Array) === 0,
    ) && Buffer.compare(heads(fast, length), heads(slow, length)) === 0
  )
}

const sampleVector = (): Vector => {
  const values = SAMPLES.map(text => Buffer.from(text))
  const offsets = new Int32Array(SAMPLES.length + 1)
  values.forEach((bytes, i) => {
    offsets[i + 1] = offsets[i]! + bytes.length
  })
  return {
    length: SAMPLES.length,
    validity: undefined,
    offsets,
    values: new Uint8Array(Buffer.concat(values)),
  }
}

/** Lengths and the first bytes; where a pointer follows, it alone may differ. */
const heads = (raw: RawVector, length: number): Uint8Array => {
  const structs = duckdb.vector_get_data(raw, length * 16)
  for (let i = 0; i < length; i++) if (structs[i * 16]! > 12) structs.fill(0, i * 16 + 8, i * 16 + 16)
  return structs
}
