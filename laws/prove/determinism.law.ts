// checkDeterminism finds clock, chance and leftovers, says where they are read, and puts clock and dice back.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDeterminism } from 'partita/laws'
import { assertBroken } from './broken.ts'

const whole = fc.integer({ min: -20, max: 20 })
const broken = (act: () => unknown, ...matching: readonly RegExp[]) =>
  assertBroken(import.meta.filename, act, ...matching)
const HERE = 'determinism\\.law\\.ts:\\d+:\\d+'
const CHANCE = new RegExp(`^The result depends on chance: Math\\.random is called at .*${HERE}\\.\n`)
const CLOCK = new RegExp(`^The result depends on the clock: it is read at .*${HERE}\\.\n`)

test('functions of their input pass', async () => {
  await checkDeterminism(whole, r => r.map(x => [x % 3, x]).reduceByKey((a, b) => a + b))
  await checkDeterminism(whole, r =>
    r.map(ms => [new Date(ms), new Date(ms) instanceof Date, Date.UTC(2020)]),
  )
  await checkDeterminism(whole, r => r.filter(() => Math.random() < 2 && Date.now() > 0))
  await checkDeterminism(whole, r => r.count())
})

test('chance in a closure', async () => {
  await broken(
    () => checkDeterminism(whole, r => r.map(x => x + Math.random())),
    CHANCE,
    /first run: reference, 1 record in 1 partition\n +\[ 0 \]\n +gives\n/,
    /with small random numbers it gives\n/,
    /map at determinism\.law\.ts:\d+/,
  )
  await broken(() => checkDeterminism(whole, r => r.filter(() => Math.random() < 1e-4)), CHANCE)
  await broken(() => checkDeterminism(whole, r => r.filter(() => Math.random() > 1 - 1e-4)), CHANCE)
})

test('the clock in a closure', async () => {
  await broken(
    () => checkDeterminism(whole, r => r.map(x => x + Date.now())),
    CLOCK,
    /400 days later it gives/,
  )
  await broken(() => checkDeterminism(whole, r => r.map(x => [x, new Date()])), CLOCK)
  await broken(() => checkDeterminism(whole, r => r.map(x => x + Date())), CLOCK)
  await broken(() => checkDeterminism(whole, r => r.map(x => x + performance.now())), CLOCK)
  await broken(() => checkDeterminism(whole, r => r.filter(x => x < new Date().getFullYear() - 2027)), CLOCK)
})

test('the clock on the driver, while the pipeline is built', () =>
  broken(
    () =>
      checkDeterminism(whole, r => {
        const now = Date.now()
        return r.map(x => x + now)
      }),
    CLOCK,
  ))

test('the place is where the clock is read, not where partita reads it', async () => {
  const clock = async () => {
    await checkDeterminism(whole, async r => {
      const count = await r.count()
      return [count, Date.now()]
    })
  }
  const [, line] = /it is read at .*:(\d+):\d+\.\n/.exec(await clock().catch(error => error.message)) ?? []
  assert.match(readFileSync(import.meta.filename, 'utf8').split('\n')[Number(line) - 1] ?? '', /Date\.now/)
})

test('a global counter', async () => {
  const state = globalThis as { law?: number }
  await broken(
    () =>
      checkDeterminism(whole, r =>
        r.map(x => {
          const state = globalThis as { law?: number }
          state.law = (state.law ?? 0) + 1
          return [x, state.law]
        }),
      ),
    /^The result depends on what earlier runs left behind\.\n/,
    /the second run gives\n/,
    /a global variable/,
  )
  assert.notEqual(state.law, undefined)
  delete state.law
})

test('a pipeline that fails', () =>
  broken(() => checkDeterminism(whole, r => r.first()), /^The pipeline fails on this input: /))

test('clock and dice are as they were, whatever happened', async () => {
  const own = () => [Date, Math.random, Object.getOwnPropertyDescriptor(performance, 'now'), Date.now]
  const before = own()
  const checks = [
    checkDeterminism(whole, r => r.map(() => Math.random())),
    checkDeterminism(whole, r => r.map(() => Date.now())),
    checkDeterminism(whole, r => r.map(x => x)),
  ]
  const ends = await Promise.allSettled(checks)
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['rejected', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(own(), before)
})
