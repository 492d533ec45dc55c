// Whatever becomes of a query, listeners hear of its beginning and of exactly one end, and never that it went back.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Event, openSession, PartitaError, type Session } from 'partita'
import { broadcast, udf } from 'partita/sql'
import { following } from '../../src/frame/run/follow.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-follow-'))
let session: Session
before(async () => {
  session = await openSession({ master: 'local[2]' })
  await session.sql('SELECT i, i % 7 AS k FROM range(1000) t(i)').write.csv(join(dir, 'in'))
})
after(async () => {
  await session.close()
  rmSync(dir, { recursive: true })
})

/** What listeners were told of queries, held to the law. */
const ledger = (heard: Session) => {
  const open = new Map<number, number | undefined>()
  const ended: (Event & { type: 'queryEnded' })[] = []
  const stop = heard.subscribe(event => {
    if (event.type === 'queryStarted') {
      assert.ok(!open.has(event.query) && ended.every(({ query }) => query !== event.query))
      open.set(event.query, undefined)
    } else if (event.type === 'queryProgress') {
      const { query, fraction } = event
      assert.ok(open.has(query), 'progress of a query that runs')
      const last = open.get(query)
      assert.ok(last === undefined || (fraction !== undefined && fraction >= last && fraction <= 1))
      open.set(query, fraction)
    } else if (event.type === 'queryEnded') {
      assert.ok(open.delete(event.query), 'one end')
      ended.push(event)
    }
  })
  return { open, ended, stop }
}

interface Asked {
  readonly over: Session
  readonly signal: AbortSignal
  readonly rows: number
}

let outputs = 0
const numbers = ({ over, rows }: Asked) =>
  over.sql<{ i: 'int64'; k: 'int64' }>('SELECT i, i % 5 AS k FROM range($rows) t(i)', { rows })

/** How each may end, if nobody stops it. */
const ACTIONS: Readonly<Record<string, readonly [string, (asked: Asked) => Promise<unknown>]>> = {
  collect: ['', asked => numbers(asked).collect(asked)],
  count: ['', asked => numbers(asked).count(asked)],
  take: ['', asked => numbers(asked).take(3, asked)],
  isEmpty: ['', asked => numbers(asked).isEmpty(asked)],
  toArrow: ['', asked => numbers(asked).toArrow(asked)],
  explain: ['', asked => numbers(asked).explain({ analyze: true, signal: asked.signal })],
  'a loop that is left': [
    '',
    async asked => {
      for await (const { i } of numbers(asked).toLocalIterator(asked)) if (i === 2n) break
    },
  ],
  'an error after some rows': [
    'DATA',
    asked =>
      numbers(asked)
        .select(t => ({
          n: t.i
            .lt(asked.rows - 1)
            .cast('string')
            .cast('int32'),
        }))
        .collect(asked),
  ],
  'an unknown table': ['PLAN', ({ over, signal }) => over.sql('FROM nowhere').collect({ signal })],
  write: ['', asked => numbers(asked).write.parquet(join(dir, `out ${++outputs}`), asked)],
  'a write over what is there': ['OUTPUT', asked => numbers(asked).write.csv(join(dir, 'in'), asked)],
  'columns inferred': [
    '',
    ({ over, signal }) => over.read.csv(join(dir, 'in'), { inferSchema: true }).count({ signal }),
  ],
  broadcast: [
    '',
    asked =>
      numbers(asked)
        .join(broadcast(numbers(asked).rename({ i: 'j' })), 'k')
        .count(asked),
  ],
  'rows of an RDD': ['', asked => numbers(asked).rdd().count(asked)],
  'an RDD as a frame': [
    '',
    asked =>
      asked.over
        .range(asked.rows)
        .map(i => ({ i }))
        .toDF({ i: 'int32' })
        .count(asked),
  ],
  'a function of the user': [
    '',
    asked =>
      numbers(asked)
        .select(t => ({ twice: udf((i: bigint) => i * 2n, 'int64')(t.i) }))
        .count(asked),
  ],
}

const codeOf = async (action: Promise<unknown>): Promise<string> => {
  try {
    await action
    return ''
  } catch (error) {
    if (!(error instanceof PartitaError)) throw error
    return error.code
  }
}

const asked = fc.record({
  name: fc.constantFrom(...Object.keys(ACTIONS)),
  rows: fc.constantFrom(4, 3000, 500_000),
  /** Turns of the event loop until it is aborted. */
  patience: fc.option(fc.nat({ max: 300 }), { nil: undefined }),
})

/** An RDD's job that is cancelled does not wait for the query that it began. */
const HANG_MILLIS = 10_000
const quiet = async (open: ReadonlyMap<number, unknown>): Promise<void> => {
  const since = performance.now()
  while (open.size > 0 && performance.now() - since < HANG_MILLIS) await turns(1)
  assert.deepEqual([...open], [])
}

const turns = async (n: number): Promise<void> => {
  for (let i = 0; i < n; i++) await new Promise(resolve => setImmediate(resolve))
}

const play = async (
  over: Session,
  { name, rows, patience }: typeof asked extends fc.Arbitrary<infer T> ? T : never,
) => {
  const controller = new AbortController()
  const [code, act] = ACTIONS[name]!
  const running = codeOf(act({ over, signal: controller.signal, rows }))
  if (patience !== undefined) {
    await turns(patience)
    controller.abort()
  }
  const found = await running
  const stopped = patience !== undefined && found === 'CANCELLED'
  assert.ok(found === code || stopped, `${name} ended with ${found || 'success'}, not ${code || 'success'}`)
}

test('each has one end, of success, error, abort or a loop that is left', () =>
  fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 5 }), async all => {
      const { open, ended, stop } = ledger(session)
      await Promise.all(all.map(each => play(session, each)))
      await quiet(open)
      stop()
      if (all.every(({ name, patience }) => ACTIONS[name]![0] === '' && patience === undefined))
        assert.deepEqual(
          ended.filter(({ fault }) => fault !== undefined),
          [],
        )
    }),
  ))

test('so it is when the session is closed', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 1, maxLength: 4 }),
      fc.nat({ max: 40 }),
      async (all, patience) => {
        const closing = await openSession({ master: 'reference' })
        const { open } = ledger(closing)
        const running = all.map(({ name, rows }) => {
          const signal = new AbortController().signal
          return codeOf(ACTIONS[name]![1]({ over: closing, signal, rows }))
        })
        await turns(patience)
        await closing.close()
        for (const [i, found] of (await Promise.all(running)).entries()) {
          const { name } = all[i]!
          assert.ok(['CLOSED', ACTIONS[name]![0]].includes(found), `${name} ended with ${found}`)
        }
        assert.deepEqual([...open], [])
      },
    ),
    { numRuns: 20 },
  ))

test('a fraction never falls, whatever the database says', () =>
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })), told => {
      const heard: (number | undefined)[] = []
      const emit = (event: Event) => {
        if (event.type === 'queryProgress') heard.push(event.fraction)
      }
      const { progress } = following({ emit, heard: () => true })('count')()
      for (const fraction of told) progress!({ fraction, rowsIn: 0, rowsOut: 0 })
      for (const [i, fraction] of heard.entries()) {
        const seen = told.slice(0, i + 1).filter(each => each !== undefined)
        assert.equal(fraction, seen.length === 0 ? undefined : Math.max(...seen))
      }
    }),
  ))
