// Sorting one partition's records by key, as a map task of sortBy does, against Array.prototype.sort over pairs.
// Run with: npx tsx bench/sort-order.ts

import { sortOrder } from '../src/shuffle/sort-order.ts'
import { measure } from './measure.ts'

const N = 500_000
let state = 1
const next = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state
}

const keysOf: Record<string, () => unknown> = {
  float: () => next() / 7,
  'string of one prefix': () => `user-${next() % 1_000_000}`,
  word: () => next().toString(36),
}

for (const [kind, key] of Object.entries(keysOf)) {
  const records = Array.from({ length: N }, (_, i) => [key(), i] as const)
  const compare = (a: readonly [unknown, number], b: readonly [unknown, number]): number =>
    (a[0] as number) < (b[0] as number) ? -1 : a[0] === b[0] ? 0 : 1
  const probe = (sorted: readonly (readonly [unknown, number])[]) => [
    sorted[0],
    sorted[N >> 1],
    sorted[N - 1],
  ]
  await measure(
    `${N} records by ${kind}`,
    [
      {
        name: 'sortOrder',
        run: () => {
          const order = sortOrder(
            records.map(record => record[0]),
            { descending: false },
          )
          return probe(Array.from(order, position => records[position]!))
        },
      },
      { name: 'Array.sort', run: () => probe([...records].sort(compare)) },
    ],
    { unit: N, unitName: 'record', rounds: 3 },
  )
}
