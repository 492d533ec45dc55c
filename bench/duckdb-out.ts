// A query's rows out of DuckDB: batches and row objects, beside what DuckDB's own API offers. CPU time of all threads.

import { DuckDBInstance } from '@duckdb/node-api'
import { rowReader } from '../src/codec/batch-rows.ts'
import { openDatabase } from '../src/io/duckdb/database.ts'
import { cpuMillis, measure } from './measure.ts'
import { ROWS, TABLE } from './trip-table.ts'

const database = openDatabase({ threads: 2, memory: 2 ** 31 })
await database.execute(`CREATE TABLE t AS ${TABLE}`)
const own = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
await own.run(`CREATE TABLE t AS ${TABLE}`)

const batches = (sql: string) => async () => {
  let rows = 0
  for await (const { length } of (await database.query(sql)).batches) rows += length
  return rows
}
const objects = async () => {
  const { fields, batches } = await database.query('FROM t')
  const read = rowReader(fields)
  let rows = 0
  for await (const batch of batches)
    for (let from = 0; from < batch.length; from += 2048)
      rows += read(batch, { from, to: Math.min(batch.length, from + 2048) }).length
  return rows
}

await measure(
  'out of DuckDB, 5M rows × 4 columns, CPU',
  [
    { name: 'partita: batches', run: batches('FROM t') },
    { name: 'partita: batches, the 3 numeric columns', run: batches('SELECT id, amt, ts FROM t') },
    { name: 'partita: row objects', run: objects },
    {
      name: 'node-api: fetchChunk, columns',
      run: async () => {
        const result = await own.stream('FROM t')
        let rows = 0
        for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk())
          rows += chunk.getColumns()[0]!.length
        return rows
      },
    },
    {
      name: 'node-api: row objects',
      run: async () => {
        let rows = 0
        for await (const some of (await own.stream('FROM t')).yieldRowObjectJs()) rows += some.length
        return rows
      },
    },
  ],
  { rounds: 3, unit: ROWS, unitName: 'row', clock: cpuMillis },
)
await database.close()
