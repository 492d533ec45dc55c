// Calls to what is outside: how many at once, how often, how long.

import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { everywhere } from './masters.ts'

// Answers once nobody new has come for a while, so that all who come at once are seen together.
const waiting = new Set<ServerResponse>()
let peak = 0
let calls = 0
const answerAll = async (): Promise<void> => {
  for (let turns = 0, seen = calls; turns < 200; turns++) {
    await setImmediate()
    if (calls !== seen) [turns, seen] = [0, calls]
  }
  for (const response of waiting) response.end('done')
  waiting.clear()
}
const server = createServer((_, response) => {
  calls++
  if (waiting.size === 0) void answerAll()
  waiting.add(response)
  peak = Math.max(peak, waiting.size)
})
let url: string
before(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
after(() => server.close())

everywhere('a limit of the session holds for all executors together', async session => {
  const at = url
  const ask = async (concurrency: number, scope: 'task' | 'session') => {
    peak = 0
    const answers = session
      .range(0, 24, 1, 4)
      .mapAsync(async n => [n, await (await fetch(at)).text()] as [number, string], { concurrency, scope })
    assert.deepEqual(
      await answers.collect(),
      Array.from({ length: 24 }, (_, n) => [n, 'done']),
    )
    return peak
  }
  for (const concurrency of [1, 3]) assert.equal(await ask(concurrency, 'session'), concurrency)
  assert.ok((await ask(3, 'task')) >= 3)
})

everywhere('a call that fails is repeated, as often as asked', async session => {
  const tries = session.counter()
  const flaky = (times: number) => {
    const failed = new Map<number, number>()
    return session.range(0, 6, 1, 2).mapAsync(
      async n => {
        tries.add(1)
        const before = failed.get(n) ?? 0
        failed.set(n, before + 1)
        if (before < n % 3) throw new RangeError(`${n} for the ${before + 1}th time`)
        return n
      },
      { retry: { times, delay: 1 } },
    )
  }
  assert.deepEqual(await flaky(2).collect(), [0, 1, 2, 3, 4, 5])
  assert.equal(tries.value, 12)
  await assert.rejects(flaky(1).collect(), {
    code: 'TASK_FAILED',
    operator: 'mapAsync',
    message: /[25] for the 2th time/,
    recordIndex: 2,
  })
})

everywhere('a call that takes too long is told, and aborted', async session => {
  const aborted = session.counter()
  const slow = session.range(0, 5, 1, 1).mapAsync(
    (n, signal) => {
      if (n !== 3) return n
      signal.addEventListener('abort', () => aborted.add(1))
      return new Promise<number>(() => {})
    },
    { timeout: 20, concurrency: 2 },
  )
  await assert.rejects(slow.collect(), {
    code: 'TASK_TIMEOUT',
    operator: 'mapAsync',
    recordIndex: 3,
    message: /more than 20 ms, at record 3/,
  })
  const once = new Set<number>()
  const second = session.range(0, 3, 1, 1).mapAsync(
    n => {
      if (n !== 1 || once.has(n)) return n
      once.add(n)
      return new Promise<number>(() => {})
    },
    { timeout: 20, retry: { times: 1, delay: 0 } },
  )
  assert.deepEqual(await second.collect(), [0, 1, 2])
})

everywhere('no call is begun after a failure, and those that run are aborted', async session => {
  const begun = session.counter()
  const failing = session.range(0, 100, 1, 1).mapAsync(
    async n => {
      begun.add(1)
      if (n === 2) throw new RangeError('two')
      return n
    },
    { concurrency: 2 },
  )
  await assert.rejects(failing.collect(), { recordIndex: 2 })
  const kept = session.range(0, 100, 1, 1).mapAsync(
    async n => {
      begun.add(1)
      return n
    },
    { concurrency: 4 },
  )
  assert.deepEqual(await kept.take(2), [0, 1])
  assert.ok(begun.value <= 6, `${begun.value}`)
})

everywhere('a job whose signal is aborted before it begins is cancelled', async session =>
  assert.rejects(
    session
      .range(9)
      .map(x => x + 1)
      .collect({ signal: AbortSignal.abort() }),
    {
      code: 'CANCELLED',
    },
  ),
)

everywhere('a job that is cancelled does not wait for its calls', async session => {
  const cancel = new AbortController()
  const at = url
  const never = session.range(0, 4, 1, 1).mapAsync(async () => {
    await fetch(at)
    return new Promise<number>(() => {})
  })
  const before = calls
  const job = assert.rejects(never.collect({ signal: cancel.signal }), { code: 'CANCELLED' })
  while (calls === before) await setImmediate()
  cancel.abort()
  await job
})
