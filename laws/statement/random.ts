// What is drawn by chance: what holds of every draw, and how likely draws are.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { partitions } from '../arbitrary/program.ts'
import { layout, rddOf, wholes } from './data.ts'
import { law } from './law.ts'

const seed = fc.integer()
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const size = fc.integer({ min: 0, max: 400 })
const isSubsequence = (part: readonly number[], all: readonly number[]): boolean => {
  let next = 0
  for (const x of all) if (next < part.length && x === part[next]) next++
  return next === part.length
}
/** Six standard deviations of a count of independent draws: for counts that are about normal. */
const usual = (found: number, n: number, p: number): boolean =>
  Math.abs(found - n * p) <= 6 * Math.sqrt(n * p * (1 - p)) + 1e-9

/** Bernstein's inequality at 1e-9: sums of rare draws have longer tails than a normal count. */
const near = (found: number, mean: number, variance: number): boolean =>
  Math.abs(found - mean) <= Math.sqrt(2 * variance * 21) + (2 / 3) * 21
const likely = (found: number, n: number, p: number): boolean => near(found, n * p, n * p * (1 - p))

export const RANDOM = [
  law(
    'a sample is a part, in order, of a likely size, and the same again',
    fc.tuple(size, partitions, fraction, seed),
    async (session, [n, p, fraction, seed]) => {
      const rdd = session.range(0, n, 1, p)
      const sample = await layout(rdd.sample(fraction, { seed }))
      const all = await layout(rdd)
      for (const [i, part] of sample.entries()) assert.ok(isSubsequence(part, all[i]!))
      assert.ok(likely(sample.flat().length, n, fraction), `${sample.flat().length} of ${n} at ${fraction}`)
      assert.deepStrictEqual(await layout(rdd.sample(fraction, { seed })), sample)
      assert.deepStrictEqual(await rdd.sample(1).collect(), all.flat())
      assert.deepStrictEqual(await rdd.sample(0).collect(), [])
    },
  ),
  law(
    'a sample with replacement has each element so often on average',
    fc.tuple(partitions, fc.double({ min: 0, max: 40, noNaN: true }), seed),
    async (session, [p, mean, seed]) => {
      const options = { withReplacement: true, seed }
      const sample = await session.range(0, 200, 1, p).sample(mean, options).collect()
      assert.ok(near(sample.length, 200 * mean, 200 * mean), `${sample.length}`)
      assert.deepStrictEqual(
        sample,
        sample.toSorted((a, b) => a - b),
      )
    },
  ),
  law('a sample of a sample is another draw', fc.tuple(partitions, seed), async (session, [p, seed]) => {
    const once = session.range(0, 2000, 1, p).sample(0.5, { seed })
    assert.ok(likely(await once.sample(0.5, { seed }).count(), await once.count(), 0.5))
  }),
  law(
    'randomSplit puts each element into one part, in order, by weight',
    fc.tuple(
      size,
      partitions,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      seed,
    ),
    async (session, [n, p, weights, seed]) => {
      const rdd = session.range(0, n, 1, p)
      const parts = await Promise.all(rdd.randomSplit(weights, { seed }).map(part => part.collect()))
      const total = weights.reduce((a, b) => a + b)
      assert.deepStrictEqual(
        parts.flat().toSorted((a, b) => a - b),
        Array.from({ length: n }, (_, i) => i),
      )
      for (const [i, part] of parts.entries()) {
        assert.ok(likely(part.length, n, weights[i]! / total))
        assert.deepStrictEqual(
          part,
          part.toSorted((a, b) => a - b),
        )
      }
    },
  ),
  law(
    'takeSample brings as many as asked, where there are so many',
    fc.tuple(wholes, fc.nat(40), fc.boolean(), seed),
    async (session, [given, n, withReplacement, seed]) => {
      const rdd = rddOf(session, { ...given, items: given.items.map((x, i) => [x, i] as const) })
      const options = { withReplacement, seed }
      const sample = await rdd.takeSample(n, options)
      const { length } = given.items
      assert.equal(sample.length, withReplacement ? (length === 0 ? 0 : n) : Math.min(n, length))
      for (const [x, i] of sample) assert.equal(given.items[i], x)
      if (!withReplacement) assert.equal(new Set(sample.map(([, i]) => i)).size, sample.length)
      assert.deepStrictEqual(await rdd.takeSample(n, options), sample)
    },
  ),
  law(
    'takeSample prefers nothing',
    fc.tuple(partitions, fc.boolean(), fc.integer({ min: 0, max: 1e6 })),
    async (session, [p, withReplacement, first]) => {
      const rdd = session.range(0, 10, 1, p)
      const draws = await Promise.all(
        Array.from({ length: 40 }, (_, i) => rdd.takeSample(5, { withReplacement, seed: first + i })),
      )
      for (const element of [0, 9]) {
        const found = draws.flat().filter(x => x === element).length
        // Without replacement each of 40 draws has it once, or not.
        assert.ok(withReplacement ? usual(found, 200, 0.1) : usual(found, 40, 0.5), `${found}`)
      }
      const firsts = draws.map(draw => draw[0]!)
      assert.ok(usual(firsts.filter(x => x < 5).length, 40, 0.5))
    },
  ),
  law(
    'sampleByKey draws each key by its own fraction',
    fc.tuple(size, partitions, fraction, fraction, fc.boolean(), seed),
    async (session, [n, p, even, odd, withReplacement, seed]) => {
      const pairs = session
        .range(0, n, 1, p)
        .map((i): [string[], number] => [[i % 2 === 0 ? 'even' : 'odd'], i])
        .partitionBy(p)
      const fractions: [string[], number][] = [
        [['even'], even],
        [['odd'], odd],
      ]
      const drawn = pairs.sampleByKey(fractions, { withReplacement, seed })
      const sample = await layout(drawn.values())
      for (const [i, part] of (await layout(pairs.values())).entries())
        if (!withReplacement) assert.ok(isSubsequence(sample[i]!, part))
      for (const [rest, fraction] of [even, odd].entries()) {
        const found = sample.flat().filter(i => i % 2 === rest).length
        const all = rest === 0 ? Math.ceil(n / 2) : Math.floor(n / 2)
        assert.ok(
          withReplacement ? near(found, all * fraction, all * fraction) : likely(found, all, fraction),
        )
      }
      assert.deepStrictEqual(drawn.partitioner, pairs.partitioner)
      assert.deepStrictEqual(
        await layout(pairs.sampleByKey(fractions, { withReplacement, seed }).values()),
        sample,
      )
    },
  ),
  law(
    'sampleByKeyExact draws ceil(n · fraction) of each key, in order',
    fc.tuple(size, partitions, fc.array(fraction, { minLength: 1, maxLength: 4 }), seed),
    async (session, [n, p, fractions, seed]) => {
      const keys = fractions.length
      const pairs = session.range(0, n, 1, p).map((i): [number, number] => [i % keys, i])
      const drawn = pairs.sampleByKeyExact([...fractions.entries()], { seed })
      const sample = await layout(drawn.values())
      for (const [i, part] of (await layout(pairs.values())).entries())
        assert.ok(isSubsequence(sample[i]!, part))
      for (const [key, fraction] of fractions.entries()) {
        const all = Math.floor((n - key + keys - 1) / keys)
        assert.equal(sample.flat().filter(i => i % keys === key).length, Math.ceil(all * fraction))
      }
    },
  ),
  law('sampleByKeyExact prefers nothing', fc.tuple(partitions, seed), async (session, [p, seed]) => {
    const keys = Array.from({ length: 40 }, (_, key) => key)
    const pairs = session.range(0, 400, 1, p).map((i): [number, number] => [i % 40, Math.floor(i / 40)])
    const drawn = await pairs
      .sampleByKeyExact(
        keys.map(key => [key, 0.5]),
        { seed },
      )
      .values()
      .collect()
    for (const element of [0, 4, 9]) {
      const found = drawn.filter(x => x === element).length
      assert.ok(usual(found, 40, 0.5), `${found}`)
    }
  }),
]
