// Statistics of numbers, against sums over plain arrays.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { partitions } from '../arbitrary/program.ts'
import { floats, given, rddOf, wholes } from './data.ts'
import { law } from './law.ts'

const add = (a: number, b: number): number => a + b
/** The same but for rounding, relative to how large the numbers are. */
const near = (a: number, b: number, scale: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(1, scale)

export const NUMBERS = [
  law(
    'stats are the sums of the textbook, far from zero too',
    fc.tuple(wholes, fc.constantFrom(0, 1e6)),
    async (session, [{ items, partitions }, offset]) => {
      const numbers = items.map(x => x + offset)
      const rdd = rddOf(session, { items: numbers, partitions })
      const n = numbers.length
      const mean = n === 0 ? 0 : numbers.reduce(add, 0) / n
      const squares = items.map(x => (x - items.reduce(add, 0) / n) ** 2).reduce(add, 0)
      const stats = await rdd.stats()
      assert.deepStrictEqual(
        [stats.count, stats.sum, stats.min, stats.max],
        [n, numbers.reduce(add, 0), Math.min(...numbers), Math.max(...numbers)],
      )
      const variance = n === 0 ? Number.NaN : squares / n
      const sampleVariance = n < 2 ? Number.NaN : squares / (n - 1)
      assert.ok(near(stats.mean, mean, offset), `${stats.mean} for ${mean}`)
      // A naive Σx² − (Σx)²/n would lose all digits at this offset.
      assert.ok(near(stats.variance, variance, 400), `${stats.variance} for ${variance}`)
      assert.ok(near(stats.sampleVariance, sampleVariance, 400))
      assert.deepStrictEqual(
        [await rdd.mean(), await rdd.variance(), await rdd.stdev()],
        [stats.mean, stats.variance, stats.stdev],
      )
      assert.deepStrictEqual(
        [await rdd.sampleVariance(), await rdd.sampleStdev(), stats.stdev ** 2],
        [stats.sampleVariance, stats.sampleStdev, Math.sqrt(stats.variance) ** 2],
      )
    },
  ),
  law(
    'a histogram counts each number between the edges once',
    fc.tuple(floats, fc.uniqueArray(fc.integer({ min: -30, max: 30 }), { minLength: 2, maxLength: 6 })),
    async (session, [given, unsorted]) => {
      const edges = unsorted.toSorted((a, b) => a - b)
      const [same, counts] = await rddOf(session, given).histogram(edges)
      assert.deepStrictEqual(same, edges)
      const last = edges.length - 2
      const expected = edges
        .slice(0, -1)
        .map(
          (from, i) =>
            given.items.filter(x => from <= x && (x < edges[i + 1]! || (i === last && x === edges[i + 1]!)))
              .length,
        )
      assert.deepStrictEqual(counts, expected)
    },
  ),
  law(
    'an even histogram spans all numbers',
    fc.tuple(given(fc.integer({ min: -20, max: 20 })), partitions),
    async (session, [given, n]) => {
      const rdd = rddOf(session, given)
      if (given.items.length === 0) return assert.rejects(rdd.histogram(n), { code: 'DATA' })
      const [least, greatest] = [Math.min(...given.items), Math.max(...given.items)]
      const [edges, counts] = await rdd.histogram(n)
      assert.equal(edges.length, least === greatest ? 2 : n + 1)
      assert.equal(edges[0], least)
      assert.equal(edges.at(-1), greatest)
      assert.equal(counts.reduce(add), given.items.length)
      assert.deepStrictEqual(
        (await rdd.histogram(least === greatest ? [least, least + 1] : edges))[1],
        counts,
      )
    },
  ),
]
