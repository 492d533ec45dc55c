// The most memory that a process has held once it streamed 40M rows × 4 columns out of DuckDB, and while batches of
// as many rows stream in; beside DuckDB's own stream. Each in a process of its own.

import { spawnSync } from 'node:child_process'
import { openDatabase } from '../src/io/duckdb/database.ts'
import type { ColumnBatch } from '../src/lineage/batch.ts'

const ROWS = 40_000_000
const QUERY = `SELECT i::INTEGER AS id, i / 2 AS amt, make_timestamp(i * 1000000) AS ts,
  'name of number ' || i AS name FROM range(${ROWS}) t(i)`

const streams: Readonly<Record<string, () => Promise<number>>> = {
  'partita: batches out': async () => {
    const database = openDatabase({ threads: 2, memory: 2 ** 28 })
    let rows = 0
    for await (const { length } of (await database.query(QUERY)).batches) rows += length
    await database.close()
    return rows
  },
  'partita: batches in': async () => {
    const database = openDatabase({ threads: 2, memory: 2 ** 28 })
    const { fields, batches } = await database.query(QUERY.replace(String(ROWS), '122880'))
    let batch: ColumnBatch | undefined
    for await (const next of batches) batch = next
    database.registerBatches('t', {
      fields,
      batches: function* () {
        for (let rows = 0; rows < ROWS; rows += batch!.length) yield batch!
      },
    })
    let rows = 0
    const answer = await database.query(
      `SELECT count(*) FROM partita_batches('t') WHERE name <> '' AND amt >= 0`,
    )
    for await (const { columns } of answer.batches) rows = Number((columns[0]!.values as BigInt64Array)[0])
    await database.close()
    return rows
  },
  'node-api: fetchChunk': async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '256MB' })
    const result = await (await instance.connect()).stream(QUERY)
    let rows = 0
    for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk())
      rows += chunk.rowCount
    return rows
  },
}

const [, , name] = process.argv
if (name !== undefined) {
  const rows = await streams[name]!()
  const { user, system } = process.cpuUsage()
  console.log(
    `${name.padEnd(22)} ${rows} rows, at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, ` +
      `${((user + system) / 1e6).toFixed(1)} CPU s`,
  )
} else
  for (const stream of Object.keys(streams))
    spawnSync(process.execPath, ['--import', 'tsx', import.meta.filename, stream], { stdio: 'inherit' })
