// A function of a double and a string over 5M rows, summed: on partita's workers, beside DuckDB's own scalar functions
// in JavaScript. Run with: npx tsx bench/udf.ts [rows]

import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DOUBLE, DuckDBInstance, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api'
import { openSession } from 'partita'
import { sum, udf } from 'partita/sql'
import { measure } from './measure.ts'

const ROWS = Number(process.argv[2] ?? 5e6)
const file = join(tmpdir(), `partita-bench-udf-${process.pid}.parquet`)

const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
await connection.run(
  `COPY (SELECT i::INTEGER AS id, (i * 7919 % 100000) / 100 AS amount, 'customer number ' || (i % 1000) AS name
         FROM range(${ROWS}) AS t(i)) TO '${file}'`,
)
connection.registerScalarFunction(
  DuckDBScalarFunction.create({
    name: 'score',
    parameterTypes: [DOUBLE, VARCHAR],
    returnType: DOUBLE,
    mainFunction: (_, input, output) => {
      const amounts = input.getColumnVector(0)
      const names = input.getColumnVector(1)
      for (let i = 0; i < input.rowCount; i++)
        output.setItem(i, (amounts.getItem(i) as number) * String(names.getItem(i)).length)
      output.flush()
    },
  }),
)

const session = await openSession({ master: 'local[2]' })
const score = udf((amount: number, name: string) => amount * name.length, 'float64')
try {
  await measure(
    `score(double, string) over ${ROWS} rows, summed`,
    [
      {
        name: 'partita, local[2]',
        run: async () => {
          const scored = session.read.parquet(file).select(t => ({ score: score(t.amount!, t.name!) }))
          const [row] = await scored.agg(t => ({ total: sum(t.score) })).collect()
          return Math.round(Number(row!.total))
        },
      },
      {
        name: "DuckDB's scalar function in JavaScript",
        run: async () => {
          const reader = await connection.runAndReadAll(`SELECT sum(score(amount, name)) FROM '${file}'`)
          return Math.round(Number(reader.getRows()[0]![0]))
        },
      },
    ],
    { rounds: 3, unit: ROWS, unitName: 'row' },
  )
} finally {
  await session.close()
  connection.closeSync()
  rmSync(file, { force: true })
}
