// Encode and decode of batches against v8.serialize and JSON: ns a record, minima over interleaved rounds, and the ratio
// to v8. Run with: npx tsx bench/codec.ts

import { deserialize, serialize } from 'node:v8'
import { decode, encode } from '../src/codec/codec.ts'
import { columnOf } from '../src/codec/column.ts'
import { decodeColumns, encodeColumns } from '../src/codec/columns.ts'

const BATCH = 4096
const BATCHES = 48
const ROUNDS = 9

const shapes: Record<string, (i: number) => unknown> = {
  '[number, number]': i => [i * 7919, i / 3],
  '[string, number]': i => [`word${(i * 7919) % 100_003}`, i],
  '{a, b, c}': i => ({ a: i, b: `name ${i} of some length`, c: i / 7 }),
  '[string, [int, float]]': i => [`zone${i % 265}`, [i, i / 3]],
  string: i => `a line of text, not so short, number ${i}`,
  'number[] of 3..9': i => Array.from({ length: 3 + (i % 7) }, (_, k) => i + k),
  '{id, tags: string[]}': i => ({ id: i, tags: Array.from({ length: i % 4 }, (_, k) => `tag${k}`) }),
}

interface Codec {
  readonly write: (records: unknown[]) => unknown
  readonly read: (written: unknown) => unknown
}
const codecs: Record<string, Codec> = {
  partita: { write: encode, read: bytes => decode(bytes as Uint8Array) },
  'pair columns': {
    write: records => {
      const pairs = records as [unknown, unknown][]
      return encodeColumns([columnOf(pairs.map(p => p[0])), columnOf(pairs.map(p => p[1]))], pairs.length)
    },
    read: bytes => decodeColumns(bytes as Uint8Array),
  },
  v8: { write: serialize, read: bytes => deserialize(bytes as Buffer) },
  JSON: { write: records => JSON.stringify(records), read: text => JSON.parse(text as string) },
}

const time = (work: () => void): number => {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / (BATCH * BATCHES)
}

for (const [shape, make] of Object.entries(shapes)) {
  const batches = Array.from({ length: BATCHES }, (_, b) =>
    Array.from({ length: BATCH }, (_, i) => make(b * BATCH + i)),
  )
  const names = Object.keys(codecs).filter(
    name => name !== 'pair columns' || (Array.isArray(batches[0]![0]) && shape.startsWith('[')),
  )
  const best = new Map(names.map(name => [name, { write: Infinity, read: Infinity }]))
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) {
      const { write, read } = codecs[name]!
      const minimum = best.get(name)!
      let written: unknown[] = []
      minimum.write = Math.min(
        minimum.write,
        time(() => (written = batches.map(write))),
      )
      minimum.read = Math.min(
        minimum.read,
        time(() => written.forEach(read)),
      )
    }
  const v8 = best.get('v8')!
  for (const [name, { write, read }] of best)
    console.log(
      `${shape.padEnd(24)} ${name.padEnd(13)} write ${write.toFixed(0).padStart(5)} ns (${(write / v8.write).toFixed(2)})  read ${read.toFixed(0).padStart(5)} ns (${(read / v8.read).toFixed(2)})`,
    )
}
