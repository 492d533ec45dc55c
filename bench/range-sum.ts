// map → filter → map → sum over range(1e9), beside the same loop written by hand on two threads.

import { openSession } from 'partita'
import { threads } from './hand-written.ts'
import { measure } from './measure.ts'

const N = Number(process.argv[2] ?? 1e9)
const session = await openSession({ master: 'local[2]' })
const byHand = threads(2, ([from, to]: readonly [number, number]) => {
  let sum = 0
  for (let i = from; i < to; i++) {
    const y = i * 2
    if (y % 3 === 0) sum += y + 1
  }
  return sum
})
const close = (x: number) => Number(x.toPrecision(12))

try {
  await measure(`range(${N}): map → filter → map → sum`, [
    {
      name: 'partita, local[2]',
      run: async () =>
        close(
          await session
            .range(N)
            .map(i => i * 2)
            .filter(y => y % 3 === 0)
            .map(y => y + 1)
            .fold(0, (a, b) => a + b),
        ),
    },
    {
      name: 'hand-written loop, 2 threads',
      run: async () => {
        const [a, b] = await byHand.run([
          [0, N / 2],
          [N / 2, N],
        ])
        return close(a! + b!)
      },
    },
  ])
} finally {
  await byHand.close()
  await session.close()
}
