// Passes over cached records, beside the same passes over an array. Run with: npx tsx bench/persist.ts [records]

import { openSession } from 'partita'
import { measure } from './measure.ts'

const RECORDS = Number(process.argv[2] ?? 1e6)
const PASSES = 10

const recordOf = (i: number) => ({ id: i, x: i / 3, name: `name ${i % 1000}` })

const session = await openSession({ master: 'local[2]' })
const cached = session.range(RECORDS).map(recordOf).cache()
await cached.count()
const records: ReturnType<typeof recordOf>[] = []
for (let i = 0; i < RECORDS; i++) records.push(recordOf(i))

try {
  await measure(
    `${PASSES} passes over ${RECORDS} cached records`,
    [
      {
        name: 'partita, local[2]',
        run: async () => {
          let total = 0
          for (let pass = 1; pass <= PASSES; pass++)
            total += await cached.map(({ id, x }) => Math.round(x * pass) + (id % 7)).sum()
          return total
        },
      },
      {
        name: 'array kept in memory, 1 thread',
        run: () => {
          let total = 0
          for (let pass = 1; pass <= PASSES; pass++)
            total += records.map(({ id, x }) => Math.round(x * pass) + (id % 7)).reduce((a, b) => a + b, 0)
          return total
        },
      },
    ],
    { rounds: 3, unit: RECORDS * PASSES, unitName: 'record' },
  )
} finally {
  await session.close()
}
