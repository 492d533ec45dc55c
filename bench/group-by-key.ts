// The median of each key's values: pairs of integers grouped by key, beside the everyday program and a counting sort by
// hand on two threads. Run with: npx tsx bench/group-by-key.ts [pairs] [keys]

import { openSession } from 'partita'
import { threads } from './hand-written.ts'
import { measure } from './measure.ts'

const PAIRS = Number(process.argv[2] ?? 5e6)
const KEYS = Number(process.argv[3] ?? PAIRS / 10)

const keyOf = (i: number): number => (Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 4) % KEYS
const median = (values: number[]): number => {
  values.sort((a, b) => a - b)
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2
}

const session = await openSession({ master: 'local[2]' })
const byHand = threads(2, ([side, pairs, numKeys]: readonly [number, number, number]) => {
  const starts = new Int32Array(numKeys + 1)
  const keys = new Int32Array(pairs)
  for (let i = 0; i < pairs; i++) {
    keys[i] = (Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 4) % numKeys
    if ((keys[i]! & 1) === side) starts[keys[i]! + 1]!++
  }
  for (let key = 0; key < numKeys; key++) starts[key + 1]! += starts[key]!
  const next = starts.slice()
  const values = new Int32Array(starts[numKeys]!)
  for (let i = 0; i < pairs; i++) if ((keys[i]! & 1) === side) values[next[keys[i]!]!++] = i % 1000
  let [count, sum] = [0, 0]
  for (let key = side; key < numKeys; key += 2) {
    const own = values.subarray(starts[key], starts[key + 1]).sort()
    if (own.length === 0) continue
    const middle = own.length >> 1
    count++
    sum += own.length % 2 === 1 ? own[middle]! : (own[middle - 1]! + own[middle]!) / 2
  }
  return [count, sum] as const
})

try {
  await measure(
    `groupByKey and median: ${PAIRS} pairs, ${KEYS} keys`,
    [
      {
        name: 'partita, local[2]',
        run: () =>
          session
            .range(PAIRS)
            .map(i => [keyOf(i), i % 1000])
            .groupByKey()
            .mapValues(group => median(group.toArray()))
            .aggregate(
              [0, 0],
              ([count, sum], [, m]) => [count + 1, sum + m],
              ([count, sum], [c, s]) => [count + c, sum + s],
            ),
      },
      {
        name: 'counting sort, 2 threads',
        run: async () => {
          const [a, b] = await byHand.run([
            [0, PAIRS, KEYS],
            [1, PAIRS, KEYS],
          ])
          return [a![0] + b![0], a![1] + b![1]]
        },
      },
      {
        name: 'everyday program, 1 thread',
        run: () => {
          const groups = new Map<number, number[]>()
          for (let i = 0; i < PAIRS; i++) {
            const key = keyOf(i)
            const group = groups.get(key)
            if (group === undefined) groups.set(key, [i % 1000])
            else group.push(i % 1000)
          }
          let sum = 0
          for (const group of groups.values()) sum += median(group)
          return [groups.size, sum]
        },
      },
    ],
    { rounds: 3, unit: PAIRS, unitName: 'pair' },
  )
} finally {
  await byHand.close()
  await session.close()
}
