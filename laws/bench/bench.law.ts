// partita/bench: what is timed is right, as it travels, and alone; turns are taken round by round.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PartitaError } from 'partita'
import * as bench from 'partita/bench'
import { benchPartition } from 'partita/bench'
import { inRounds } from '../../src/bench/rounds.ts'

const quick = { rounds: 2 }
const refused = (act: Promise<unknown>, code: string, message: RegExp) =>
  assert.rejects(act, (error: unknown) => {
    assert.ok(error instanceof PartitaError)
    assert.equal(error.code, code)
    assert.match(error.message, message)
    assert.equal(error.callSite?.file, import.meta.filename)
    return true
  })

test('the public names of partita/bench', () => assert.deepEqual(Object.keys(bench), ['benchPartition']))

test('contenders take turns; the minimum and the median are of their own turns', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      async times => {
        const turns: number[] = []
        const timed = await inRounds(
          times.map((own, index) => {
            let round = 0
            return () => {
              turns.push(index)
              return own[round++]!
            }
          }),
          3,
        )
        const once = times.map((_, index) => index)
        assert.deepEqual(turns, [...once, ...once, ...once])
        const sorted = times.map(own => own.toSorted((a, b) => a - b))
        assert.deepEqual(
          timed,
          sorted.map(own => ({ best: own[0], median: own[1] })),
        )
      },
    ),
  ))

test('arrays, generators, promises and async generators are timed, beside a baseline', async () => {
  const input = Array.from({ length: 200 }, (_, i) => i)
  const baseline = (it: IterableIterator<number>) => [...it].map(n => n + 1)
  const ops = [
    baseline,
    function* (it: IterableIterator<number>) {
      for (const n of it) yield n + 1
    },
    async (it: IterableIterator<number>) => [...it].map(n => n + 1),
    async function* (it: IterableIterator<number>) {
      for (const n of it) yield n + 1
    },
  ]
  for (const op of ops) {
    const measured = await benchPartition('plus one', { input, op, baseline, ...quick })
    assert.equal(measured.name, 'plus one')
    assert.equal(measured.records, 200)
    const { millis, medianMillis, nanosPerRecord, baselineMillis = 0, ratio = 0 } = measured
    for (const figure of [millis, medianMillis, nanosPerRecord, baselineMillis, ratio])
      assert.ok(figure > 0 && Number.isFinite(figure))
    assert.ok(medianMillis >= millis)
  }
  const alone = await benchPartition('none', { input: [], op: it => it, ...quick })
  assert.deepEqual([alone.records, 'ratio' in alone], [0, false])
})

test('each call begins as a task does: state anew, records unchanged', async () => {
  let calls = 0
  const counts = (it: IterableIterator<{ n: number }>) => {
    calls++
    return [...it].map(record => {
      record.n += 1
      return { n: record.n, calls }
    })
  }
  await benchPartition('leaves nothing behind', {
    input: [{ n: 1 }, { n: 5 }],
    op: counts,
    baseline: it => [...it].map(({ n }) => ({ n: n + 1, calls: 1 })),
    check: records => records[0]?.n === 2 && records[1]?.n === 6 && records[0].calls === 1,
    ...quick,
  })
  assert.equal(calls, 0)
})

test('a baseline that gives other records, or what a check says is wrong', async () => {
  const input = [1, 2, 3]
  await refused(
    benchPartition('reversed', { input, op: it => [...it], baseline: it => [...it].reverse() }),
    'LAW',
    /of reversed: the baseline gives other records than the op/,
  )
  const check = (records: readonly number[]) => records.length === 3
  await refused(
    benchPartition('lossy', { input, op: it => [...it].slice(1), check }),
    'LAW',
    /what the op gives is wrong/,
  )
  await refused(
    benchPartition('lossy', { input, op: it => [...it], baseline: it => [...it, 4], check }),
    'LAW',
    /what the baseline gives is wrong/,
  )
  const lenient = { input, op: (it: IterableIterator<number>) => [...it], check, ...quick }
  await benchPartition('in any order', { ...lenient, baseline: it => [...it].reverse() })
})

test('what cannot run in a worker is refused', async () => {
  const socket = new (class Socket {
    readonly #handle = Symbol('handle')
    get handle() {
      return this.#handle
    }
  })()
  const lock = new WeakRef(socket)
  await assert.rejects(
    benchPartition('captures', { input: [1], op: it => [...it].map(n => [n, typeof lock.deref()]) }),
    { code: 'CLOSURE' },
  )
  await assert.rejects(benchPartition('input', { input: [() => 1], op: it => it }), { code: 'DATA' })
  const throwing = () => {
    throw new RangeError('too much')
  }
  await refused(benchPartition('throws', { input: [1], op: throwing }), 'TASK_FAILED', /RangeError: too much/)
  await refused(benchPartition('no function', { input: [1], op: 3 as never }), 'ARGUMENT', /takes a function/)
  await refused(
    benchPartition('no rounds', { input: [1], op: it => it, rounds: 0 }),
    'ARGUMENT',
    /number of rounds that is a positive integer/,
  )
})
