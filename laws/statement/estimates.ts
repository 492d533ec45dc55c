// Estimates from some of the partitions: right of all, the same again, and within their interval as often as they say.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { partitions } from '../arbitrary/program.ts'
import { given, rddOf, whole } from './data.ts'
import { law } from './law.ts'

export const ESTIMATES = [
  law('of all partitions an estimate is exact', given(whole), async (session, given) => {
    const rdd = rddOf(session, given)
    const sum = given.items.reduce((a, b) => a + b, 0)
    const { partitions } = given
    const exact = (value: number) => ({
      value,
      low: value,
      high: value,
      confidence: 1,
      partitions,
      of: partitions,
    })
    assert.deepStrictEqual(await rdd.countApprox(), exact(given.items.length))
    assert.deepStrictEqual(await rdd.countApprox({ timeout: 60_000 }), exact(given.items.length))
    assert.deepStrictEqual(await rdd.sumApprox({ partitions: 9 }), exact(sum))
    const mean = given.items.length === 0 ? 0 : sum / given.items.length
    assert.deepStrictEqual(await rdd.meanApprox(), exact(mean))
  }),
  law(
    'an estimate is the same again, of as many partitions as asked',
    fc.tuple(given(whole), partitions, fc.integer()),
    async (session, [given, n, seed]) => {
      const rdd = rddOf(session, given)
      const options = { partitions: n, seed }
      for (const act of [
        () => rdd.countApprox(options),
        () => rdd.sumApprox(options),
        () => rdd.meanApprox(options),
      ]) {
        const estimate = await act()
        assert.deepStrictEqual(await act(), estimate)
        assert.equal(estimate.partitions, Math.min(n, given.partitions))
        assert.equal(estimate.of, given.partitions)
        assert.ok(estimate.low <= estimate.value && estimate.value <= estimate.high)
      }
    },
  ),
  law(
    'partitions that are alike leave no doubt, however few are seen; no time leaves two',
    fc.tuple(fc.integer({ min: 3, max: 30 }), fc.integer({ min: 2, max: 5 })),
    async (session, [n, each]) => {
      const rdd = session.range(0, n * each, 1, n).map(() => 2)
      const { value, low, high } = await rdd.countApprox({ partitions: 2 })
      assert.deepStrictEqual([value, low, high], [n * each, n * each, n * each])
      assert.equal((await rdd.sumApprox({ partitions: 2 })).value, 2 * n * each)
      const one = await rdd.countApprox({ partitions: 1 })
      assert.deepStrictEqual([one.value, one.low, one.high], [n * each, each, Number.POSITIVE_INFINITY])
      const hurried = await rdd.meanApprox({ timeout: 1 })
      assert.ok(hurried.partitions >= 2 && hurried.value === 2)
    },
  ),
  law(
    'the interval holds the truth about as often as it says',
    fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(0.8, 0.95)),
    async (session, [first, confidence]) => {
      const n = 24
      // Sizes of partitions as different as those of hash partitions are.
      const rdd = session
        .range(0, n * 40, 1, n)
        .filter(x => (Math.imul(x, 0x9e3779b1) >>> 8) % 3 > 0)
        .map(x => x % 11)
      const [count, sum] = [await rdd.count(), await rdd.sum()]
      const tries = 12
      let held = 0
      for (let i = 0; i < tries; i++) {
        const options = { partitions: 8, confidence, seed: first + i }
        const [a, b] = [await rdd.countApprox(options), await rdd.meanApprox(options)]
        held +=
          Number(a.low <= count && count <= a.high) + Number(b.low <= sum / count && sum / count <= b.high)
      }
      // Two figures a try, which hang together; below this less often than once in 1e9 times.
      assert.ok(held >= 2 * (confidence * tries - 6.2 * Math.sqrt(tries * confidence * (1 - confidence)) - 1))
    },
  ),
]
