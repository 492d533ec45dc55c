// checkCombiner names the law that a combiner breaks, with the values that break it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as N from 'fp-ts/lib/number.js'
import { checkCombiner, upToRounding } from 'partita/laws'
import { assertBroken } from './broken.ts'

const whole = fc.integer({ min: -20, max: 20 })
const broken = (act: () => unknown, ...matching: readonly RegExp[]) =>
  assertBroken(import.meta.filename, act, ...matching)

test('lawful combiners pass', () => {
  checkCombiner(whole, (a, b) => a + b, { zero: 0 })
  checkCombiner(whole, N.MonoidSum)
  checkCombiner(fc.string(), (a, b) => a + b, { zero: '', commutative: false })
  checkCombiner(fc.array(whole), (a, b) => [...a, ...b], { zero: () => [], commutative: false })
  checkCombiner(fc.option(whole, { nil: undefined }), a => a, { commutative: false })
  checkCombiner(fc.double({ min: 0, noNaN: true, max: 1 }), N.SemigroupSum, { equals: upToRounding() })
  checkCombiner(fc.record({ sum: whole, count: fc.nat(9) }), (a, b) => ({
    sum: a.sum + b.sum,
    count: a.count + b.count,
  }))
})

test('subtraction is not associative', () =>
  broken(
    () => checkCombiner(whole, (a, b) => a - b),
    /^The combiner is not associative\.\n/,
    /\n {2}a {13}= 0\n {2}b {13}= 0\n {2}c {13}= -?1\n/,
    /f\(f\(a, b\), c\) = -?1\n/,
    /f\(a, f\(b, c\)\) = -?1\n/,
  ))

test('an average is not associative', () =>
  broken(() => checkCombiner(whole, (a, b) => (a + b) / 2), /not associative/, /\[sum, count\]/))

test('the first one is not commutative', () =>
  broken(() => checkCombiner(whole, a => a), /^The combiner is not commutative\./, /commutative: false/))

test('a zero that is not neutral', async () => {
  await broken(
    () => checkCombiner(whole, (a, b) => a + b, { zero: 1 }),
    /has a zero that is not neutral/,
    /zero {7}= 1/,
  )
  await broken(
    () => checkCombiner(whole, { concat: (a, b) => Math.max(a, b), empty: 0 }),
    /has a zero that is not neutral/,
    /a {10}= -1\n/,
  )
  const keepsRight = (a: number, b: number) => (b === 7 ? a : b)
  await broken(
    () =>
      checkCombiner(
        whole.filter(x => x !== 7),
        keepsRight,
        { zero: 8, commutative: false },
      ),
    /f\(a, zero\) = 8/,
  )
})

test('an accumulator that is changed', async () => {
  await broken(
    () =>
      checkCombiner(fc.record({ n: whole }), (a, b) => {
        a.n += b.n
        return a
      }),
    /^The combiner changes its arguments\./,
    /a after f\(a, b\) = { n: -?\d+ }/,
  )
  await broken(
    () =>
      checkCombiner(fc.array(whole), (a, b) => {
        b.unshift(...a)
        return b
      }),
    /b after f\(a, b\) = \[/,
  )
})

test('chance', () =>
  broken(() => checkCombiner(whole, (a, b) => a + b + Math.random()), /gives another result the second time/))

test('a missing return, a promise, an error', async () => {
  await broken(() => checkCombiner(whole, (() => {}) as never), /returns undefined/, /Is a return missing/)
  await broken(() => checkCombiner(whole, (() => Promise.resolve(1)) as never), /returns a promise/)
  await broken(
    () =>
      checkCombiner(whole, a => {
        if (a === 3) throw new RangeError('three')
        return a
      }),
    /throws RangeError: three/,
    /a = 3\n/,
  )
})

test('rounding is called rounding', () =>
  broken(
    () => checkCombiner(fc.constantFrom<number>(0.1, 0.2, 0.3), (a, b) => a + b),
    /differ by rounding only/,
  ))

test('what cannot be a combiner, or a record, is refused', () => {
  assert.throws(() => checkCombiner(whole, 3 as never), {
    code: 'ARGUMENT',
    message: /checkCombiner takes a function/,
  })
  assert.throws(() => checkCombiner(whole, (async () => 1) as never), { code: 'ARGUMENT' })
  class Sum {
    n = 1
  }
  assert.throws(
    () =>
      checkCombiner(
        whole.map(() => new Sum()),
        a => a,
      ),
    { code: 'DATA', message: /instance of Sum/ },
  )
})
