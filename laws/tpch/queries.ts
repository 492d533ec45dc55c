// `npm run tpch`: the 22 queries of TPC-H at scale 0.1 as SQL, and some of them again as DataFrame and as RDD code,
// against the published answers.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSession, type Session } from 'partita'
import { agrees } from './answer.ts'
import { AS_FRAME } from './as-frame.ts'
import { AS_RDD } from './as-rdd.ts'
import { openTpch, TABLES, type Tpch } from './data.ts'

const QUERIES = 22

let tpch: Tpch
let session: Session
before(async () => {
  tpch = await openTpch()
  session = await openSession({ master: 'local[2]' })
  for (const table of TABLES) session.read.parquet(tpch.file(table)).createTempView(table)
})
after(() => session.close())

const answerOf = (number: number): string =>
  tpch.queries.find(query => query.number === number)?.answer ?? assert.fail(`there is no query ${number}`)

test('all queries are there', () => assert.equal(tpch.queries.length, QUERIES))

for (let number = 1; number <= QUERIES; number++)
  test(`query ${number} in SQL`, async () => {
    const { sql, answer } = tpch.queries[number - 1]!
    agrees(answer, await session.sql(sql).collect())
  })

for (const [number, frame] of Object.entries(AS_FRAME))
  test(`query ${number} as a DataFrame`, async () =>
    agrees(answerOf(Number(number)), await frame(session, tpch.file).collect()))

for (const [number, rows] of Object.entries(AS_RDD))
  test(`query ${number} as an RDD`, async () =>
    agrees(answerOf(Number(number)), await rows(session, tpch.file)))

test('what is coded is coded twice', () => assert.deepEqual(Object.keys(AS_FRAME), Object.keys(AS_RDD)))
