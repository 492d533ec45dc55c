// Passes over records that are kept at each level, beside computing them anew, reading a checkpoint, and the same passes
// over an array. Run with: npx tsx bench/persist.ts [records]

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession, type RDD, type StorageLevel } from 'partita'
import { measure } from './measure.ts'

const RECORDS = Number(process.argv[2] ?? 1e6)
const PASSES = 10

const recordOf = (i: number) => ({ id: i, x: i / 3, name: `name ${i % 1000}` })
type Row = ReturnType<typeof recordOf>

const folder = mkdtempSync(join(tmpdir(), 'partita-bench-'))
const session = await openSession({ master: 'local[2]' })
const made = session.range(RECORDS).map(recordOf)

const passes = async (rdd: RDD<Row>): Promise<number> => {
  let total = 0
  for (let pass = 1; pass <= PASSES; pass++)
    total += await rdd.map(({ id, x }) => Math.round(x * pass) + (id % 7)).sum()
  return total
}

try {
  const kept: { readonly name: string; readonly rdd: RDD<Row> }[] = [{ name: 'computed anew', rdd: made }]
  for (const level of ['memory', 'disk'] as const satisfies readonly StorageLevel[])
    kept.push({ name: `persist('${level}')`, rdd: made.persist(level) })
  kept.push({ name: 'checkpoint', rdd: made.checkpoint(join(folder, 'records')) })
  for (const { rdd } of kept) await rdd.count()
  console.table(await session.getRDDStorageInfo())
  const records: Row[] = []
  for (let i = 0; i < RECORDS; i++) records.push(recordOf(i))

  await measure(
    `${PASSES} passes over ${RECORDS} records`,
    [
      ...kept.map(({ name, rdd }) => ({ name: `${name}, local[2]`, run: () => passes(rdd) })),
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
  rmSync(folder, { recursive: true })
}
