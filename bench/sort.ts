// A global sort of records by a string and by a number, beside Array.prototype.sort.
// Run with: npx tsx bench/sort.ts [records]

import { openSession } from 'partita'
import { measure } from './measure.ts'

const RECORDS = Number(process.argv[2] ?? 2e6)

const mixed = (i: number): number => Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 0
const recordOf = (i: number) => ({ id: i, name: `user-${mixed(i).toString(36)}`, score: mixed(i) / 7 })
type Item = ReturnType<typeof recordOf>

type Digest = readonly [power: number, hash: number]
/** Depends on the place of every record; those of neighbouring runs make that of both. */
const digest = (records: Iterable<Item>): Digest => {
  let [power, hash] = [1, 0]
  for (const { id } of records) {
    power = Math.imul(power, 31)
    hash = (Math.imul(hash, 31) + id) | 0
  }
  return [power, hash]
}
const plus = ([p, h]: Digest, [power, hash]: Digest): Digest => [
  Math.imul(p, power),
  (Math.imul(h, power) + hash) | 0,
]

const session = await openSession({ master: 'local[2]' })
const everyday = (compare: (a: Item, b: Item) => number) => {
  const records: Item[] = []
  for (let i = 0; i < RECORDS; i++) records.push(recordOf(i))
  records.sort(compare)
  return digest(records)
}
const partita = async (key: (record: Item) => string | number): Promise<Digest> => {
  const sorted = session.range(RECORDS).map(recordOf).sortBy<string | number>(key)
  const digests = await sorted.mapPartitions(records => [digest(records)]).collect()
  return digests.reduce(plus)
}

try {
  await measure(
    `sort of ${RECORDS} records by a string`,
    [
      { name: 'partita, local[2]', run: () => partita(({ name }) => name) },
      {
        name: 'Array.sort, 1 thread',
        run: () => everyday((a, b) => (a.name < b.name ? -1 : a.name === b.name ? 0 : 1)),
      },
    ],
    { rounds: 3, unit: RECORDS, unitName: 'record' },
  )
  await measure(
    `sort of ${RECORDS} records by a number`,
    [
      { name: 'partita, local[2]', run: () => partita(({ score }) => score) },
      { name: 'Array.sort, 1 thread', run: () => everyday((a, b) => a.score - b.score) },
    ],
    { rounds: 3, unit: RECORDS, unitName: 'record' },
  )
} finally {
  await session.close()
}
