// A join that shuffles both sides, summed by an attribute of the smaller one, beside the everyday program and a loop
// over typed arrays on two threads. Run with: npx tsx bench/join.ts [facts] [dimensions]

import { openSession } from 'partita'
import { threads } from './hand-written.ts'
import { measure } from './measure.ts'

const FACTS = Number(process.argv[2] ?? 5e6)
const DIMENSIONS = Number(process.argv[3] ?? FACTS / 5)
const ATTRIBUTES = 100

const idOf = (i: number): number => (Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 4) % DIMENSIONS
const attributeOf = (id: number): number => (Math.imul(id, 0x85ebca6b) >>> 8) % ATTRIBUTES
const inOrder = (sums: Iterable<readonly [number, number]>) => [...sums].sort(([a], [b]) => a - b)

const session = await openSession({ master: 'local[2]' })
const byHand = threads(
  2,
  ([side, facts, dimensions, attributes]: readonly [number, number, number, number]) => {
    const table = new Int32Array(dimensions)
    for (let id = side; id < dimensions; id += 2) table[id] = (Math.imul(id, 0x85ebca6b) >>> 8) % attributes
    const sums = new Float64Array(attributes)
    for (let i = 0; i < facts; i++) {
      const id = (Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 4) % dimensions
      if ((id & 1) === side) sums[table[id]!]! += i % 1000
    }
    return sums
  },
)

try {
  await measure(
    `join of ${FACTS} × ${DIMENSIONS}, sum by attribute`,
    [
      {
        name: 'partita, local[2]',
        run: async () => {
          const dimensions = session.range(DIMENSIONS).map(id => [id, attributeOf(id)])
          const sums = session
            .range(FACTS)
            .map(i => [idOf(i), i % 1000])
            .join(dimensions)
            .map(([, [amount, attribute]]) => [attribute, amount])
            .reduceByKey((a, b) => a + b)
          return inOrder(await sums.collect())
        },
      },
      {
        name: 'typed arrays, 2 threads',
        run: async () => {
          const [a, b] = await byHand.run([
            [0, FACTS, DIMENSIONS, ATTRIBUTES],
            [1, FACTS, DIMENSIONS, ATTRIBUTES],
          ])
          const sums = Array.from(a!, (sum, attribute) => [attribute, sum + b![attribute]!] as const)
          return inOrder(sums.filter(([, sum]) => sum > 0))
        },
      },
      {
        name: 'everyday program, 1 thread',
        run: () => {
          const dimensions = new Map<number, number>()
          for (let id = 0; id < DIMENSIONS; id++) dimensions.set(id, attributeOf(id))
          const sums = new Map<number, number>()
          for (let i = 0; i < FACTS; i++) {
            const attribute = dimensions.get(idOf(i))
            if (attribute !== undefined) sums.set(attribute, (sums.get(attribute) ?? 0) + (i % 1000))
          }
          return inOrder(sums)
        },
      },
    ],
    { rounds: 3, unit: FACTS, unitName: 'fact' },
  )
} finally {
  await byHand.close()
  await session.close()
}
