// DataFrame queries beside the same SQL typed into DuckDB, rows as objects: over the three million flights of
// vega-datasets and a table of five million rows. Wall time, then CPU time of all threads. Run with: npx tsx bench/sql.ts

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSession } from 'partita'
import { avg, count, hour, max, sum } from 'partita/sql'
import { cpuMillis, measure, wallMillis } from './measure.ts'
import { TABLE } from './trip-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-sql-'))
const flightsFile = fileURLToPath(
  new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
)
const tripsFile = join(folder, 'trips.parquet')
const session = await openSession({ master: 'local[2]', progress: false })
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
await connection.run(`COPY (${TABLE}) TO '${tripsFile}' (FORMAT parquet)`)
const flights = session.read.parquet<{
  readonly date: 'timestamp'
  readonly delay: 'int64'
  readonly distance: 'int64'
  readonly origin: 'string'
  readonly destination: 'string'
}>(flightsFile)
const trips = session.read.parquet<{
  readonly id: 'int32'
  readonly amt: 'float64'
  readonly ts: 'timestamp'
  readonly name: 'string'
}>(tripsFile)

const QUERIES: Readonly<
  Record<string, readonly [frame: () => { readonly collect: () => Promise<unknown> }, sql: string]>
> = {
  'flights: delay by hour': [
    () =>
      flights
        .groupBy(t => ({ hour: hour(t.date) }))
        .agg(t => ({ delay: avg(t.delay), flights: count() }))
        .orderBy('hour'),
    `SELECT hour(date)::INTEGER AS hour, avg(delay) AS delay, count(*) AS flights FROM '${flightsFile}' GROUP BY 1 ORDER BY 1`,
  ],
  'flights: long ones by route': [
    () =>
      flights
        .where(t => t.distance.gt(1000))
        .groupBy('origin', 'destination')
        .agg(t => ({ miles: sum(t.distance), worst: max(t.delay) }))
        .agg(t => ({ routes: count(), miles: sum(t.miles), worst: max(t.worst) })),
    `SELECT count(*) AS routes, sum(miles) AS miles, max(worst) AS worst FROM (SELECT sum(distance) AS miles, max(delay) AS worst FROM '${flightsFile}'
     WHERE distance > 1000 GROUP BY origin, destination)`,
  ],
  'trips: amount by hour': [
    () =>
      trips
        .groupBy(t => ({ hour: hour(t.ts) }))
        .agg(t => ({ trips: count(), amount: max(t.amt) }))
        .orderBy('hour'),
    `SELECT hour(ts)::INTEGER AS hour, count(*) AS trips, max(amt) AS amount FROM '${tripsFile}' GROUP BY 1 ORDER BY 1`,
  ],
  'trips: names that end so': [
    () => trips.where(t => t.name.endsWith('99')).agg(t => ({ trips: count(), last: max(t.id) })),
    `SELECT count(*) AS trips, max(id) AS last FROM '${tripsFile}' WHERE suffix(name, '99')`,
  ],
  'trips: 10,000 rows of them': [
    () => trips.where(t => t.id.mod(500).eq(0)),
    `SELECT * FROM '${tripsFile}' WHERE id % 500 = 0`,
  ],
}

try {
  for (const [clock, word] of [
    [wallMillis, 'wall'],
    [cpuMillis, 'CPU'],
  ] as const)
    for (const [name, [frame, sql]] of Object.entries(QUERIES))
      await measure(
        `${name}, ${word}`,
        [
          { name: 'partita DataFrame', run: () => frame().collect() },
          {
            name: 'SQL by hand',
            run: async () => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
          },
        ],
        { rounds: 12, clock },
      )
} finally {
  await session.close()
  connection.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true })
}
