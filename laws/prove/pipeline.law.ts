// checkPipeline lets correct pipelines pass, and finds what depends on partitions, order, engine or workers.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSession, PartitaError } from 'partita'
import { checkPipeline, pipelineProperty, upToRounding } from 'partita/laws'
import { assertBroken } from './broken.ts'

const whole = fc.integer({ min: -20, max: 20 })
const pair = fc.tuple(fc.string({ maxLength: 2 }), whole)
const some = { minLength: 1 }
const quick = { engines: ['reference'] } as const
const broken = (act: () => unknown, ...matching: readonly RegExp[]) =>
  assertBroken(import.meta.filename, act, ...matching)

test('correct pipelines pass, on both engines', async () => {
  await checkPipeline(pair, r => r.reduceByKey((a, b) => Math.max(a, b)))
  await checkPipeline(
    pair,
    (r, session) =>
      r.join(session.parallelize([['a', 1], ['b', 2]], 2)).map(([k, [v, w]]) => ({ k, sum: v + w })), // biome-ignore format: one table
    { numRuns: 20 },
  )
  await checkPipeline(whole, r => r.sortBy(x => x), {
    compare: 'ordered',
    arrival: 'any',
    model: xs => xs.toSorted((a, b) => a - b),
    numRuns: 20,
  })
})

test('correct pipelines pass: of values, groups, fractions and given order', async () => {
  await checkPipeline(whole, r => r.fold(0, (a, b) => a + b), {
    ...quick,
    model: xs => xs.reduce((a, b) => a + b, 0),
  })
  await checkPipeline(whole, r => r.reduce((a, b) => Math.min(a, b)), { ...quick, ...some })
  await checkPipeline(pair, async r => r.groupByKey(), { ...quick, arrival: 'given' })
  await checkPipeline(fc.double({ min: 0, max: 1, noNaN: true }), r => r.sum(), {
    ...quick,
    equals: upToRounding(),
  })
  await checkPipeline(pair, r => r.map(([text, n]) => `${text}${n}`), { ...quick, compare: 'ordered' })
})

test('subtraction is no way to combine', () =>
  broken(
    () => checkPipeline(whole, r => r.reduce((a, b) => a - b), { ...quick, ...some, arrival: 'given' }),
    /^The result depends on how the input is cut into partitions\.\n/,
    /A: reference, [3-5] records in 1 partition\n +\[( -?\d+,?)+ \]\n +gives\n +-?\d+\n/,
    /B: reference, [3-5] records in \d partitions\n( +\[.*\]\n)+ +gives\n +-?\d+\n/,
    /lineage\n +\(\d\) input\n/,
    /checkCombiner/,
  ))

test('a zero that is not neutral counts with every partition', () =>
  broken(
    () => checkPipeline(whole, r => r.fold(1, (a, b) => a + b), quick),
    /^The result depends on how the input is cut/,
    /B: reference, 0 records in 2 partitions\n +\[\]\n +\[\]\n/,
  ))

test('an average of averages', () =>
  broken(
    () => checkPipeline(pair, r => r.reduceByKey((a, b) => (a + b) / 2), quick),
    /^The result depends on (how the input is cut|the order)/,
    /reduceByKey at pipeline\.law\.ts:\d+/,
  ))

test('the first to arrive', () =>
  broken(
    () => checkPipeline(pair, r => r.reduceByKey(first => first), quick),
    /^The result depends on the order in which records arrive\.\n/,
    /A: reference, 2 records in 1 partition/,
    /arrival: 'given'/,
  ))

test('reliance on which partition comes first', () =>
  broken(
    () =>
      checkPipeline(whole, r => r.mapPartitionsWithIndex((i, it) => (i === 0 ? [...it].slice(1) : it)), {
        ...quick,
        arrival: 'given',
      }),
    /^The result depends on how the input is cut/,
    /B: reference, 1 record in 2 partitions\n +\[\]\n/,
  ))

test('reliance on the order of what a shuffle gives', () =>
  broken(
    () => checkPipeline(pair, r => r.reduceByKey((a, b) => a + b), { ...quick, compare: 'ordered' }),
    /^The result depends on how the input is cut/,
  ))

test('a counter in a closure begins anew in each partition', () => {
  let seen = 0
  return broken(
    () => checkPipeline(whole, r => r.map(() => seen++), quick),
    /^The result depends on how the input is cut/,
    /State in a closure begins anew/,
  )
})

test('chance, and what earlier runs left, change from run to run', async () => {
  const state = globalThis as { law?: number }
  try {
    for (const f of [
      (x: number) => x + Math.random(),
      (x: number) => {
        const state = globalThis as { law?: number }
        state.law = (state.law ?? 0) + 1
        return x + state.law
      },
    ])
      await broken(
        () => checkPipeline(whole, r => r.map(x => f(x)), quick),
        /^The result changes from run to run/,
        /first run: reference, /,
        /second run gives/,
        /checkDeterminism/,
      )
  } finally {
    delete state.law
  }
})

test('what only one engine, or one worker, gives', async () => {
  const where = async () => (await import('node:worker_threads')).isMainThread
  await broken(
    () =>
      checkPipeline(whole, r =>
        r.mapPartitions(async it => ((await import('node:worker_threads')).isMainThread ? [...it] : [])),
      ),
    /^The result depends on the engine\.\n/,
    /A: reference, 1 record/,
    /B: local\[1\], 1 record/,
  )
  assert.equal(await where(), true)
})

test('a model of another result', () =>
  broken(
    () => checkPipeline(whole, r => r.distinct(), { ...quick, model: xs => xs }),
    /^The result is not what the model says\.\n/,
    /pipeline: reference, 2 records/,
    /the model gives\n +\[ (-?\d+), \1 \]/,
  ))

test('rounding is called rounding', () =>
  broken(
    () => checkPipeline(fc.constantFrom(0.1, 0.2, 0.3, 0.7), r => r.sum(), { ...quick, minLength: 5 }),
    /differ by rounding only.*upToRounding/,
  ))

test('a pipeline that fails breaks the law, with the failure as its cause', async () => {
  const act = () =>
    checkPipeline(
      whole,
      r =>
        r.map(x => {
          if (x > 5) throw new RangeError(`${x} is too much`)
          return x
        }),
      quick,
    )
  await broken(act, /^The pipeline fails on this input: .*RangeError: 6 is too much/, /\[ 6 \]/)
  await assert.rejects(
    act,
    ({ cause }: PartitaError) => cause instanceof PartitaError && cause.code === 'TASK_FAILED',
  )
  await broken(() => checkPipeline(whole, r => r.reduce((a, b) => a + b), quick), /reduce of an empty RDD/)
})

test('as a property, on a session that stays open', async () => {
  const session = await openSession({ master: 'local[1]' })
  try {
    await fc.assert(
      pipelineProperty(whole, r => r.filter(x => x > 0), { sessions: [session] }),
      { numRuns: 10 },
    )
    await assert.rejects(
      fc.assert(pipelineProperty(whole, r => r.reduce((a, b) => a - b), { minLength: 1 })),
      ({ cause }: Error) => /^The result depends on/.test((cause as Error).message),
    )
    assert.equal(await session.range(3).count(), 3)
  } finally {
    await session.close()
  }
})

test('what makes no sense is refused', async () => {
  const refused = (act: () => Promise<unknown>, message: RegExp) =>
    assert.rejects(act, { name: 'PartitaError', code: 'ARGUMENT', message })
  await refused(() => checkPipeline(whole, 3 as never), /^checkPipeline takes a function, not 3/)
  await refused(() => checkPipeline(whole, r => r, { engines: [] }), /needs an engine/)
  await refused(() => checkPipeline(whole, r => r.foreach(x => x), quick), /gives undefined/)
})
