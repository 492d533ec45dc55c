// Columns into DuckDB: read by SQL where they are, beside what DuckDB's own API offers. CPU time of all threads.

import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  TIMESTAMP,
  timestampValue,
  VARCHAR,
} from '@duckdb/node-api'
import { rowReader } from '../src/codec/batch-rows.ts'
import { openDatabase } from '../src/io/duckdb/database.ts'
import type { ColumnBatch } from '../src/lineage/batch.ts'
import { cpuMillis, measure } from './measure.ts'
import { ROWS, TABLE } from './trip-table.ts'

const database = openDatabase({ threads: 2, memory: 2 ** 31 })
const { fields, batches } = await database.query(TABLE)
const table: ColumnBatch[] = []
for await (const batch of batches) table.push(batch)
database.registerBatches('t', { fields, batches: () => table, rows: ROWS })

const own = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
/** Its own API is slow enough to be measured by a part. */
const PART = table.slice(0, 5)
const PART_ROWS = PART.reduce((sum, { length }) => sum + length, 0)
const read = rowReader(fields)
const rows = PART.flatMap(batch => read(batch)) as { id: number; amt: number; ts: Date; name: string }[]

const sum = async (sql: string) => {
  for await (const { columns } of (await database.query(sql)).batches)
    return Number((columns[0]!.values as BigInt64Array)[0])
}

await measure(
  'into DuckDB, 5M rows × 4 columns, CPU',
  [
    {
      name: 'partita_batches → CREATE TABLE',
      run: async () => {
        await database.execute(`CREATE OR REPLACE TABLE u AS FROM partita_batches('t')`)
        return ROWS
      },
    },
    {
      name: 'partita_batches → aggregate of all columns',
      run: () =>
        sum(
          `SELECT count(*) FROM partita_batches('t') WHERE id >= 0 AND amt >= 0 AND ts IS NOT NULL AND name <> ''`,
        ),
    },
  ],
  { rounds: 5, unit: ROWS, unitName: 'row', clock: cpuMillis },
)

await measure(
  `DuckDB's own API, ${PART_ROWS} rows × 4 columns, CPU`,
  [
    {
      name: 'node-api: appender, a value a call',
      run: async () => {
        await own.run('CREATE OR REPLACE TABLE u (id INTEGER, amt DOUBLE, ts TIMESTAMP, name VARCHAR)')
        const appender = await own.createAppender('u')
        for (const { id, amt, ts, name } of rows) {
          appender.appendInteger(id)
          appender.appendDouble(amt)
          appender.appendTimestamp(timestampValue(BigInt(ts.getTime()) * 1000n))
          appender.appendVarchar(name)
          appender.endRow()
        }
        appender.closeSync()
        return PART_ROWS
      },
    },
    {
      name: 'node-api: appender, chunks of columns',
      run: async () => {
        await own.run('CREATE OR REPLACE TABLE u (id INTEGER, amt DOUBLE, ts TIMESTAMP, name VARCHAR)')
        const appender = await own.createAppender('u')
        for (let from = 0; from < rows.length; from += 2048) {
          const some = rows.slice(from, from + 2048)
          const chunk = DuckDBDataChunk.create([INTEGER, DOUBLE, TIMESTAMP, VARCHAR], some.length)
          chunk.setColumns([
            some.map(row => row.id),
            some.map(row => row.amt),
            some.map(row => timestampValue(BigInt(row.ts.getTime()) * 1000n)),
            some.map(row => row.name),
          ])
          appender.appendDataChunk(chunk)
        }
        appender.closeSync()
        return PART_ROWS
      },
    },
  ],
  { rounds: 3, unit: PART_ROWS, unitName: 'row', clock: cpuMillis },
)
await database.close()
