// Counting by key: the aggregation table against Map. Words come from lines cut by split, as a word count makes them.
// Run with: npx tsx bench/key-table.ts [megabytes of text]

import { readFileSync } from 'node:fs'
import { KeyTable } from '../src/shuffle/key-table.ts'
import { measure } from './measure.ts'
import { zipfText } from './zipf-text.ts'

const MEGABYTES = Number(process.argv[2] ?? 30)
const KEYS = 2_000_000

const bytes = readFileSync(await zipfText(MEGABYTES))
let words = 0
for (const byte of bytes) if (byte === 10 || byte === 32) words++
const CHUNK = 1 << 22

/** Lines of fresh text, so that no string has a hash yet. */
const eachLine = (use: (line: string) => void): void => {
  for (let at = 0; at < bytes.length; ) {
    let end = bytes.indexOf('\n', Math.min(at + CHUNK, bytes.length))
    if (end < 0) end = bytes.length
    const text = bytes.toString('latin1', at, end)
    for (let from = 0; from < text.length; ) {
      const to = text.indexOf('\n', from)
      use(text.slice(from, to < 0 ? text.length : to))
      from = (to < 0 ? text.length : to) + 1
    }
    at = end + 1
  }
}

await measure(
  `${words} Zipf words`,
  [
    {
      name: 'KeyTable',
      run: () => {
        const table = new KeyTable()
        const counts: number[] = []
        eachLine(line => {
          for (const word of line.split(' ')) {
            const size = table.size
            const entry = table.index(word)
            if (entry === size) counts.push(1)
            else counts[entry] = counts[entry]! + 1
          }
        })
        return [table.size, counts[0], table.keyAt(table.size - 1)]
      },
    },
    {
      name: 'Map',
      run: () => {
        const counts = new Map<string, number>()
        eachLine(line => {
          for (const word of line.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
        })
        return [counts.size, counts.values().next().value, [...counts.keys()].pop()]
      },
    },
  ],
  { unit: words, unitName: 'word' },
)

await measure(
  'lines and split alone',
  [
    {
      name: 'split',
      run: () => {
        let n = 0
        eachLine(line => {
          for (const word of line.split(' ')) n += word.length
        })
        return n
      },
    },
  ],
  { unit: words, unitName: 'word' },
)

for (const [title, step] of [
  ['500,000 integers', 1],
  ['500,000 fractions', 0.37],
] as const) {
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const keys = Float64Array.from({ length: KEYS }, () => Math.floor(next() * 500_000) * step)
  await measure(
    title,
    [
      {
        name: 'KeyTable',
        run: () => {
          const table = new KeyTable()
          const counts: number[] = []
          for (let i = 0; i < keys.length; i++) {
            const size = table.size
            const entry = table.index(keys[i])
            if (entry === size) counts.push(1)
            else counts[entry] = counts[entry]! + 1
          }
          return [table.size, counts[0]]
        },
      },
      {
        name: 'Map',
        run: () => {
          const counts = new Map<number, number>()
          for (let i = 0; i < keys.length; i++) counts.set(keys[i]!, (counts.get(keys[i]!) ?? 0) + 1)
          return [counts.size, counts.values().next().value]
        },
      },
    ],
    { unit: KEYS, unitName: 'key' },
  )
}
