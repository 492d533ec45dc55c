// What iterators cost: a generator given to mapPartitions, beside map and beside the same generator by hand.
// Run with: npx tsx bench/map-partitions.ts [elements]

import { openSession } from 'partita'
import { measure } from './measure.ts'

const N = Number(process.argv[2] ?? 2e7)
const session = await openSession({ master: 'local[2]' })

function* upTo(n: number) {
  for (let i = 0; i < n; i++) yield i
}
function* doubled(numbers: Iterable<number>) {
  for (const i of numbers) yield i * 2
}

try {
  await measure(
    `mapPartitions over ${N} numbers`,
    [
      {
        name: 'partita, mapPartitions',
        run: () =>
          session
            .range(N)
            .mapPartitions(function* (numbers) {
              for (const i of numbers) yield i * 2
            })
            .sum(),
      },
      {
        name: 'partita, map',
        run: () =>
          session
            .range(N)
            .map(i => i * 2)
            .sum(),
      },
      {
        name: 'generators by hand, 1 thread',
        run: () => {
          let sum = 0
          for (const i of doubled(upTo(N))) sum += i
          return sum
        },
      },
    ],
    { rounds: 3, unit: N, unitName: 'number' },
  )
} finally {
  await session.close()
}
