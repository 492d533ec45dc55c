// What goes wrong is told as one typed error that names its place, and the session goes on.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type FaultCode, openSession, PartitaError, type RDD, type Session, schema } from 'partita'

const folder = mkdtempSync(join(tmpdir(), 'partita-law-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const table = (name: string, rows: string) => file(name, `zone,fare\n1,2.5\n${rows}`)
const columns = schema({ zone: 'int32', fare: 'float64' })
const server = createServer().listen(0, '127.0.0.1')
const socket = connect(0)
socket.on('error', () => {})
socket.destroy()
after(() => server.close())
const promise = Promise.resolve(1)

interface Case {
  readonly name: string
  readonly code: FaultCode
  /** In the message. */
  readonly says: RegExp
  /** Left out where the fault would take this thread with it. */
  readonly localOnly?: boolean
  /** The fault names this file as its source, or its operation was called in it. */
  readonly run: (session: Session) => Promise<unknown>
}

const numbers = (session: Session): RDD<number> => session.range(0, 40, 1, 4)

const cases: readonly Case[] = [
  {
    name: 'a missing path',
    code: 'IO',
    says: /nowhere\.txt/,
    run: s => s.textFile(join(folder, 'nowhere.txt')).count(),
  },
  {
    name: 'a glob without a match',
    code: 'IO',
    says: /no\*where/,
    run: s => s.textFile(join(folder, 'no*where')).count(),
  },
  {
    name: 'a gz that is none',
    code: 'DATA',
    says: /plain\.gz/,
    run: s => s.textFile(file('plain.gz', 'not gzip at all')).count(),
  },
  {
    name: 'a truncated gz',
    code: 'DATA',
    says: /cut\.gz/,
    run: s => s.textFile(file('cut.gz', gzipSync('line\n'.repeat(1000)).subarray(0, 40))).count(),
  },
  {
    name: 'bad UTF-8',
    code: 'DATA',
    says: /bad\.txt/,
    run: s => s.textFile(file('bad.txt', Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]))).count(),
  },
  {
    name: 'a CSV row too long',
    code: 'DATA',
    says: /long\.csv:3/,
    run: s => s.csv(table('long.csv', '2,3,4\n'), { columns }).collect(),
  },
  {
    name: 'a CSV row too short',
    code: 'DATA',
    says: /short\.csv:3/,
    run: s => s.csv(table('short.csv', '2\n'), { columns }).collect(),
  },
  {
    name: 'an unclosed quote',
    code: 'DATA',
    says: /quote\.csv:3/,
    run: s => s.csv(table('quote.csv', '2,"3\n4,5\n'), { columns }).collect(),
  },
  {
    name: 'a CSV field of another type',
    code: 'DATA',
    says: /type\.csv:3.*fare/s,
    run: s => s.csv(table('type.csv', '2,abc\n'), { columns }).collect(),
  },
  {
    name: 'a captured socket',
    code: 'CLOSURE',
    says: /socket/i,
    run: s =>
      numbers(s)
        .map(x => [x, socket.destroyed])
        .collect(),
  },
  {
    name: 'a captured promise',
    code: 'CLOSURE',
    says: /promise/i,
    run: s =>
      numbers(s)
        .map(x => [x, promise === undefined])
        .collect(),
  },
  {
    name: 'a captured session',
    code: 'CLOSURE',
    says: /session/,
    run: s =>
      numbers(s)
        .map(x => [x, typeof s])
        .collect(),
  },
  {
    name: 'a captured RDD',
    code: 'CLOSURE',
    says: /RDD/,
    run: s => {
      const other = numbers(s)
      return numbers(s)
        .map(x => [x, typeof other])
        .collect()
    },
  },
  {
    name: 'a function that throws',
    code: 'TASK_FAILED',
    says: /map.*TypeError: thirteen/,
    run: s =>
      numbers(s)
        .map(x => {
          if (x === 13) throw new TypeError('thirteen')
          return x
        })
        .collect(),
  },
  {
    name: 'a function that throws undefined',
    code: 'TASK_FAILED',
    says: /filter.*undefined/,
    run: s =>
      numbers(s)
        .filter(() => {
          throw undefined
        })
        .count(),
  },
  {
    name: 'a function that rejects',
    code: 'TASK_FAILED',
    says: /mapPartitions.*later/,
    run: s =>
      numbers(s)
        .mapPartitions(async (): Promise<number[]> => Promise.reject(new Error('later')))
        .collect(),
  },
  {
    name: 'a map that returns a promise',
    code: 'TASK_FAILED',
    says: /map.*promise/,
    run: s =>
      numbers(s)
        .map(x => Promise.resolve(x) as unknown as number)
        .collect(),
  },
  {
    name: 'an async function given to map',
    code: 'ARGUMENT',
    says: /map/,
    run: async s =>
      numbers(s)
        .map((async (x: number) => x) as unknown as (x: number) => number)
        .collect(),
  },
  {
    name: 'a flatMap that returns a string',
    code: 'TASK_FAILED',
    says: /flatMap.*string/,
    run: s =>
      numbers(s)
        .flatMap(x => `${x}` as unknown as string[])
        .collect(),
  },
  {
    name: 'a result that cannot travel',
    code: 'DATA',
    says: /function/,
    run: s =>
      numbers(s)
        .map(x => ({ x, f: () => x }))
        .collect(),
  },
  {
    name: 'a function that never returns',
    code: 'TASK_TIMEOUT',
    says: /taskTimeout/,
    localOnly: true,
    run: s =>
      numbers(s)
        .map(x => {
          for (;;) if (x < 0) return x
        })
        .collect(),
  },
  {
    name: 'a function that exits the process',
    code: 'WORKER_LOST',
    says: /lost/,
    localOnly: true,
    run: s =>
      numbers(s)
        .map(x => (x === 13 ? process.exit(3) : x))
        .collect(),
  },
  {
    name: 'zero partitions',
    code: 'ARGUMENT',
    says: /repartition/,
    run: async s => numbers(s).repartition(0).collect(),
  },
  {
    name: 'negative partitions',
    code: 'ARGUMENT',
    says: /parallelize/,
    run: async s => s.parallelize([1], -1).collect(),
  },
  {
    name: 'a non-function',
    code: 'ARGUMENT',
    says: /map/,
    run: async s =>
      numbers(s)
        .map('x => x' as unknown as (x: number) => number)
        .collect(),
  },
]

const fails = async (run: () => Promise<unknown>): Promise<PartitaError> => {
  const error = await run().then(
    value => assert.fail(`it gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(error instanceof PartitaError)) throw error
  return error
}

for (const master of ['reference', 'local[2]']) {
  test(master, async t => {
    const session = await openSession({ master, taskTimeout: 1500 })
    for (const { name, code, says, localOnly, run } of cases) {
      if (localOnly === true && master === 'reference') continue
      await t.test(name, async () => {
        const error = await fails(() => run(session))
        assert.equal(error.code, code, error.message)
        assert.match(error.message, says)
        assert.match(error.callSite?.file ?? '', /bad-input\.law\.ts$/, 'the call site is the user’s')
        if (code === 'TASK_FAILED' && error.cause instanceof Error) {
          assert.match(error.source?.file ?? '', /bad-input\.law\.ts$/, 'the source is the user’s')
          if (master !== 'reference')
            assert.doesNotMatch(error.cause.stack ?? '', /\/dist\//, 'the stack is the user’s')
        }
        assert.equal(await numbers(session).count(), 40, 'the session goes on')
      })
    }
    await session.close()
    await t.test('an action after close', async () => {
      const error = await fails(() => numbers(session).count())
      assert.equal(error.code, 'CLOSED')
    })
  })
}
