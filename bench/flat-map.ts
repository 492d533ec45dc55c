// flatMap with functions that give arrays and generators, beside loops by hand.
// Run with: npx tsx bench/flat-map.ts [elements]

import { openSession } from 'partita'
import { measure } from './measure.ts'

const N = Number(process.argv[2] ?? 1e7)
const session = await openSession({ master: 'local[2]' })

function* three(i: number) {
  yield i
  yield i + 1
  yield i + 2
}

const loop = (f: (i: number) => Iterable<number>) => (): number => {
  let sum = 0
  for (let i = 0; i < N; i++) for (const x of f(i)) sum += x
  return sum
}

try {
  await measure(
    `flatMap of ${N} numbers to arrays of three`,
    [
      {
        name: 'partita, local[2]',
        run: () =>
          session
            .range(N)
            .flatMap(i => [i, i + 1, i + 2])
            .sum(),
      },
      { name: 'loop by hand, 1 thread', run: loop(i => [i, i + 1, i + 2]) },
    ],
    { rounds: 5, unit: N, unitName: 'number' },
  )
  await measure(
    `flatMap of ${N} numbers to generators of three`,
    [
      { name: 'partita, local[2]', run: () => session.range(N).flatMap(three).sum() },
      { name: 'loop by hand, 1 thread', run: loop(i => three(i)) },
    ],
    { rounds: 3, unit: N, unitName: 'number' },
  )
} finally {
  await session.close()
}
