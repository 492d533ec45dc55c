// Between a query and an RDD: rows out as batches, as typed rows, and back in. CPU time of all threads. The store has
// room for all of the rows; run with: npx tsx bench/frame-bridge.ts

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession } from 'partita'
import { openDatabase } from '../src/io/duckdb/database.ts'
import { cpuMillis, measure } from './measure.ts'
import { ROWS, TABLE } from './trip-table.ts'

interface Trip {
  readonly id: number
  readonly amt: number
  readonly ts: Date
  readonly name: string
}

const session = await openSession({ master: 'local[2]', memory: '4g', progress: false })
const folder = mkdtempSync(join(tmpdir(), 'partita-bridge-'))
const file = join(folder, 'trips.parquet')
const database = openDatabase({ threads: 2, memory: 2 ** 30 })
await database.execute(`COPY (${TABLE}) TO '${file}' (FORMAT parquet)`)
await database.close()
const trips = session.sql<{ id: 'int32'; amt: 'float64'; ts: 'timestamp'; name: 'string' }>(`FROM '${file}'`)
const scanned = session.read
  .parquet<{ id: 'int32'; amt: 'float64'; ts: 'timestamp'; name: 'string' }>(file)
  .filter(t => t.id.ge(0))
const made = session
  .range(ROWS)
  .map((i): Trip => ({ id: i % 1000, amt: i / 2, ts: new Date(i * 1000), name: `name of number ${i}` }))
/** Each call is another plan: its query runs again. */
const again = () => trips.filter(t => t.id.ge(0))

try {
  await measure(
    'between queries and RDDs, 5M rows × 4 columns, CPU',
    [
      {
        name: 'df.batches(), counted: a scan of Parquet and its columns',
        run: async () =>
          (await again()
            .batches()
            .map(batch => batch.numRows)
            .sum()) === ROWS,
      },
      {
        name: 'df.rdd(), a map over two numbers',
        run: async () =>
          (await again()
            .rdd()
            .map(({ id, amt }) => id + amt)
            .sum()) > 0,
      },
      {
        name: 'df.rdd(), a map over all four',
        run: async () =>
          (await again()
            .rdd()
            .map(({ id, amt, ts, name }) => id + amt + ts.getTime() + name.length)
            .sum()) > 0,
      },
      {
        name: 'read.parquet(), batches() by the workers, counted',
        run: async () =>
          (await scanned
            .batches()
            .map(batch => batch.numRows)
            .sum()) === ROWS,
      },
      {
        name: 'read.parquet(), rdd() by the workers, a map over all four',
        run: async () =>
          (await scanned
            .rdd()
            .map(({ id, amt, ts, name }) => id + amt + ts.getTime() + name.length)
            .sum()) > 0,
      },
      {
        name: 'session.parquet(), a map over all four',
        run: async () =>
          (await session
            .parquet<Trip>(file)
            .map(({ id, amt, ts, name }) => id + amt + ts.getTime() + name.length)
            .sum()) > 0,
      },
      {
        name: 'the records alone',
        run: async () => (await made.filter(({ amt }) => amt >= 0).count()) === ROWS,
      },
      {
        name: 'rdd.toDF(), counted by SQL',
        run: async () =>
          (await made
            .toDF({ id: 'int32', amt: 'float64', ts: 'timestamp', name: 'string' })
            .filter(t => t.amt.ge(0))
            .count()) === ROWS,
      },
    ],
    { rounds: 3, unit: ROWS, unitName: 'row', clock: cpuMillis },
  )
} finally {
  await session.close()
  rmSync(folder, { recursive: true })
}
