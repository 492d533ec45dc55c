// A worker may be ended while DuckDB is at work in it: the process lives, and the session goes on.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openSession, type Session } from 'partita'
import { openDatabase } from '../../src/io/duckdb/database.ts'
import { quoteText } from '../../src/io/duckdb/sql-type.ts'

const ROWS = 2_000_000
const folder = mkdtempSync(join(tmpdir(), 'partita-halt-'))
const file = join(folder, 'big.parquet')

before(async () => {
  const database = openDatabase({ threads: 2, memory: 2 ** 30 })
  const rows = `SELECT md5(i::VARCHAR) AS hash, sha256(i::VARCHAR) AS longer FROM range(${ROWS}) t(i)`
  await database.execute(`COPY (${rows}) TO ${quoteText(file)} (ROW_GROUP_SIZE ${ROWS / 2})`)
  await database.close()
})
after(() => rmSync(folder, { recursive: true }))

const lengths = (session: Session) =>
  session.parquet(file).map(row => String(row.hash).length + String(row.longer).length)

/** Resolves when a task has begun. */
const begun = (session: Session): Promise<void> =>
  new Promise(resolve => {
    const end = session.subscribe(({ type }) => {
      if (type !== 'taskStarted') return
      end()
      resolve()
    })
  })

test('cancelled jobs leave a session that goes on', async () => {
  await using session = await openSession({ master: 'local[2]' })
  for (let i = 0; i < 3; i++) {
    const controller = new AbortController()
    const started = begun(session)
    const job = lengths(session).sum({ signal: controller.signal })
    const cancelled = assert.rejects(job, { code: 'CANCELLED' })
    await started
    controller.abort()
    await cancelled
  }
  assert.equal(await lengths(session).sum(), ROWS * 96)
})

test('a session may be closed, and a task be overdue', async () => {
  const session = await openSession({ master: 'local[2]' })
  const started = begun(session)
  const closed = assert.rejects(lengths(session).sum(), { code: 'CLOSED' })
  await started
  await session.close()
  await closed
  await using other = await openSession({ master: 'local[2]', taskTimeout: 100 })
  await assert.rejects(lengths(other).sum(), { code: 'TASK_TIMEOUT' })
})
