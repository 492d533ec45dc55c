// What is made once in each executor, and disposed of when the session closes.

import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSession } from 'partita'
import { everywhere } from './masters.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))

for (const master of ['reference', 'local[2]'])
  test(`made once in each executor, disposed of at close: ${master}`, async () => {
    const log = join(folder, master.replaceAll(/\W/g, ''))
    const session = await openSession({ master })
    const tell = (what: string) => appendFileSync(log, `${what}\n`)
    tell('start')
    const pool = session.perWorker(
      async () => {
        tell('made')
        return { used: 0 }
      },
      {
        dispose: async ({ used }) => {
          await null
          tell(`used ${used}`)
        },
      },
    )
    const use = () =>
      session
        .range(0, 40, 1, 8)
        .mapAsync(async n => {
          const own = await pool.value
          own.used++
          return n
        })
        .count()
    await use()
    await use()
    assert.doesNotMatch(readFileSync(log, 'utf8'), /used/)
    await session.close()
    await session.close()
    const lines = readFileSync(log, 'utf8').trim().split('\n')
    const made = lines.filter(line => line === 'made').length
    const used = lines.filter(line => line.startsWith('used')).map(line => Number(line.slice(5)))
    assert.ok(made === 1 || (made === 2 && master !== 'reference'))
    assert.equal(used.length, made)
    assert.equal(
      used.reduce((a, b) => a + b),
      80,
    )
  })

everywhere('what cannot be made fails its task, and is tried again', async session => {
  const never = session.perWorker(() => {
    throw new RangeError('no model')
  })
  for (let times = 0; times < 2; times++)
    await assert.rejects(
      session
        .range(3)
        .map(() => never.value)
        .count(),
      {
        code: 'TASK_FAILED',
        operator: 'map',
        message: /no model/,
      },
    )
})

test('a dispose that throws is told by close', async () => {
  const session = await openSession({ master: 'local[1]' })
  const pool = session.perWorker(() => 1, {
    dispose: () => {
      throw new RangeError('still busy')
    },
  })
  await session
    .range(3)
    .map(() => pool.value)
    .count()
  await assert.rejects(session.close(), { code: 'TASK_FAILED', message: /still busy/ })
})
