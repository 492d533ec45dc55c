// DataFrame queries beside the same SQL typed into DuckDB, over the three million flights of vega-datasets. CPU time of
// all threads. Run with: npx tsx bench/sql.ts

import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSession } from 'partita'
import { avg, count, hour, max, sum } from 'partita/sql'
import { cpuMillis, measure } from './measure.ts'

const file = fileURLToPath(new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url))
const session = await openSession({ master: 'local[2]', progress: false })
const flights = session.read.parquet<{
  readonly date: 'timestamp'
  readonly delay: 'int64'
  readonly distance: 'int64'
  readonly origin: 'string'
  readonly destination: 'string'
}>(file)
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
const typed = (sql: string) => async () => {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRows().map(row => row.map(Number))
}

const QUERIES = {
  'delay by hour': [
    () =>
      flights
        .groupBy(t => ({ hour: hour(t.date) }))
        .agg(t => ({ delay: avg(t.delay), flights: count() }))
        .orderBy('hour'),
    `SELECT hour(date) AS hour, avg(delay) AS delay, count(*) AS flights FROM '${file}' GROUP BY 1 ORDER BY 1`,
  ],
  'long flights by route': [
    () =>
      flights
        .where(t => t.distance.gt(1000))
        .groupBy('origin', 'destination')
        .agg(t => ({ miles: sum(t.distance), worst: max(t.delay) }))
        .agg(t => ({ routes: count(), miles: sum(t.miles), worst: max(t.worst) })),
    `SELECT count(*), sum(miles), max(worst) FROM (SELECT sum(distance) AS miles, max(delay) AS worst FROM '${file}'
     WHERE distance > 1000 GROUP BY origin, destination)`,
  ],
} as const

try {
  for (const [name, [frame, sql]] of Object.entries(QUERIES))
    await measure(
      name,
      [
        {
          name: 'partita DataFrame',
          run: async () => (await frame().collect()).map(row => Object.values(row).map(Number)),
        },
        { name: 'SQL by hand', run: typed(sql) },
      ],
      { rounds: 12, clock: cpuMillis },
    )
} finally {
  await session.close()
  connection.closeSync()
}
