// A query may be aborted or its session closed at any moment, whatever it is about: the action rejects, nothing of it is
// left, and a session that is still open goes on.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, PartitaError, type Session } from 'partita'
import { broadcast, udf } from 'partita/sql'
import { makeProject } from '../project.ts'

const folder = mkdtempSync(join(tmpdir(), 'partita-query-halt-'))
const tempDir = join(folder, 'temp')
const outputs = join(folder, 'outputs')
for (const each of [tempDir, outputs]) mkdirSync(each)
const open = () => openSession({ master: 'local[2]', memory: '400m', tempDir })
let session: Session
before(async () => {
  session = await open()
})
after(async () => {
  await session.close()
  assert.deepEqual([readdirSync(tempDir), readdirSync(outputs)], [[], []])
  rmSync(folder, { recursive: true })
})

/** Each would run for minutes, or for ever; the columns are `n` and `s`. */
const ENDLESS = {
  'a join of everything with everything': `SELECT a.range AS n, 'x' AS s FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 1`,
  'a sort': `SELECT range AS n, md5(range::VARCHAR) AS s FROM range(1000000000) ORDER BY s`,
  'a recursion': `WITH RECURSIVE t(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM t WHERE i < 1000000000) SELECT max(i) AS n, 'x' AS s FROM t`,
  groups: `SELECT count(*) AS n, md5(range::VARCHAR) AS s FROM range(1000000000) GROUP BY s`,
} as const

interface Asked {
  readonly over: Session
  readonly sql: string
  readonly signal: AbortSignal
}

let written = 0
const frameOf = ({ over, sql }: Asked) => over.sql<{ n: 'int64'; s: 'string' }>(sql)

const ACTIONS: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  collect: asked => frameOf(asked).collect(asked),
  count: asked => frameOf(asked).count(asked),
  take: asked => frameOf(asked).take(5, asked),
  show: asked => frameOf(asked).show(5, asked),
  toArrow: asked => frameOf(asked).toArrow(asked),
  explain: asked => frameOf(asked).explain({ analyze: true, signal: asked.signal }),
  rdd: asked =>
    frameOf(asked)
      .rdd()
      .map(row => row.n)
      .count(asked),
  batches: asked => frameOf(asked).batches().count(asked),
  'a loop': async asked => {
    for await (const _ of frameOf(asked).toLocalIterator(asked));
  },
  broadcast: asked =>
    asked.over
      .sql<{ n: 'int64' }>('SELECT 1::BIGINT AS n')
      .join(broadcast(frameOf(asked)), 'n')
      .count(asked),
  'a function of the user': asked =>
    frameOf(asked)
      .select(t => ({ s: udf((s: string) => `${s}!`, 'string')(t.s) }))
      .count(asked),
  'an RDD that still runs': asked =>
    asked.over
      .range(0, 1e15, 1, 2)
      .filter(i => i < 0)
      .map(i => ({ i }))
      .toDF({ i: 'float64' })
      .count(asked),
  'write.parquet': asked => frameOf(asked).write.parquet(join(outputs, `${++written}`), asked),
  'write.csv': asked =>
    frameOf(asked).write.csv(join(outputs, `${++written}`), { ...asked, partitionBy: 'n' }),
  'write.json': asked => frameOf(asked).write.json(join(outputs, `${++written}`), asked),
  // Rows come at once, and are written while more come.
  'a write that has begun': ({ over, signal }) =>
    over
      .sql('SELECT range AS n, md5(range::VARCHAR) AS s FROM range(1000000000)')
      .write.parquet(join(outputs, `${++written}`), { signal, rowGroupRows: 2048 }),
}

const asked = fc.record({
  action: fc.constantFrom(...Object.keys(ACTIONS)),
  query: fc.constantFrom(...Object.values(ENDLESS)),
  millis: fc.nat({ max: 600 }),
})

/** Rather than to wait for minutes: far above what an abort may take, since the machine may be busy. */
const HANG = { timeout: 120_000 }
const runs = (most: number) => ({ numRuns: Math.min(most, fc.readConfigureGlobal().numRuns ?? 100) })

const codeOf = async (action: Promise<unknown>): Promise<string> => {
  try {
    await action
    return 'success'
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    return error.code
  }
}

const goesOn = async (): Promise<void> => {
  assert.equal(await session.sql('FROM range(100000)').count(), 100_000)
  const rows = session.range(0, 1000, 1, 4).map(n => ({ n }))
  assert.equal(await rows.toDF({ n: 'int32' }).count(), 1000)
}

test('an abort at any moment ends the action, and the session goes on', HANG, () =>
  fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 3 }), async all => {
      const codes = all.map(({ action, query, millis }) =>
        codeOf(ACTIONS[action]!({ over: session, sql: query, signal: AbortSignal.timeout(millis) })),
      )
      assert.deepEqual(
        await Promise.all(codes),
        all.map(() => 'CANCELLED'),
      )
      assert.deepEqual(readdirSync(outputs), [])
      await goesOn()
    }),
    runs(40),
  ),
)

test('a session is closed at any moment', HANG, () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 600 }),
      async (all, millis) => {
        const closing = await open()
        const { signal } = new AbortController()
        const codes = all.map(({ action, query }) =>
          codeOf(ACTIONS[action]!({ over: closing, sql: query, signal })),
        )
        await new Promise(resolve => setTimeout(resolve, millis))
        await closing.close()
        assert.deepEqual(
          await Promise.all(codes),
          all.map(() => 'CLOSED'),
        )
        assert.deepEqual(readdirSync(outputs), [])
      },
    ),
    runs(15),
  ),
)

test('who aborts a query that does not listen does not wait for it', HANG, async () => {
  const controller = new AbortController()
  // One value of one row: DuckDB listens between rows.
  const deaf = "SELECT levenshtein(repeat('a', 40000 + range), repeat('b', 100000)) FROM range(1)"
  const began = new Promise<void>(resolve => {
    const end = session.subscribe(event => {
      if (event.type !== 'queryProgress') return
      end()
      resolve()
    })
  })
  const action = codeOf(session.sql(deaf).collect({ signal: controller.signal }))
  await began
  controller.abort()
  const others = goesOn().then(() => 'others')
  assert.equal(await Promise.race([action, others]), 'CANCELLED')
  await others
})

const project = makeProject()
after(project.remove)

const ending = (how: string) => {
  project.write('temp/none', '')
  project.write(
    'program.mjs',
    `import { openSession } from 'partita'
const session = await openSession({ master: 'local[2]', memory: '400m', tempDir: 'temp' })
const queries = [
  session.sql(${JSON.stringify(ENDLESS['a sort'])}).write.csv('out'),
  session.sql(${JSON.stringify(ENDLESS['a join of everything with everything'])}).rdd().count(),
]
for (const query of queries) query.catch(error => console.log(error.code))
await new Promise(resolve => setTimeout(resolve, 500))
${how}`,
  )
  const { status, stdout } = project.node('program.mjs')
  const left = readdirSync(project.path).filter(name => name.includes('out'))
  return {
    status,
    said: stdout.split('\n').sort().join(' '),
    left,
    temp: readdirSync(join(project.path, 'temp')),
  }
}

test('a program that closes its session while queries run ends', HANG, () =>
  assert.deepEqual(ending("await session.close()\nconsole.log('closed')"), {
    status: 0,
    said: ' CLOSED CLOSED closed',
    left: [],
    temp: ['none'],
  }),
)

test('so does one that exits', HANG, () =>
  assert.deepEqual(ending('process.exit(3)'), { status: 3, said: '', left: [], temp: ['none'] }),
)
