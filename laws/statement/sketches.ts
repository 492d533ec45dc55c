// Counts of different values that are about right: how far off they may be, and what they do not hang on.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { key } from '../arbitrary/key.ts'
import { partitions } from '../arbitrary/program.ts'
import { given, rddOf, whole } from './data.ts'
import { law } from './law.ts'

/** A count is off by more than this many standard deviations once in 1e9 times. */
const DEVIATIONS = 6.2
const near = (found: number, count: number, relativeError: number): boolean =>
  Math.abs(found - count) <= DEVIATIONS * relativeError * count + 1
/** From few to many, evenly over the orders of size. */
const size = fc.double({ min: 0, max: 4, noNaN: true }).map(power => Math.floor(10 ** power))
const error = fc.constantFrom(0.01, 0.05, 0.1, 0.26)
const kinds = ['number', 'fraction', 'text', 'tuple', 'big']
const kind = fc.constantFrom(...kinds)
const offset = fc.integer({ min: -1e9, max: 1e9 })

export const SKETCHES = [
  law(
    'countApproxDistinct is off by no more than it says, duplicates or not',
    fc.tuple(size, error, partitions, kind, offset, fc.integer({ min: 1, max: 3 })),
    async (session, [n, relativeError, partitions, kind, offset, times]) => {
      const values = session.range(0, n * times, 1, partitions).map((i): unknown => {
        const x = (i % n) + offset
        switch (kind) {
          case 'fraction':
            return x / 7
          case 'text':
            return `value ${x}`
          case 'tuple':
            return [x, 'a']
          case 'big':
            return BigInt(x)
          default:
            return x
        }
      })
      const found = await values.countApproxDistinct({ relativeError })
      assert.ok(near(found, n, relativeError), `${found} for ${n}`)
      assert.equal(found, await values.repartition(3).countApproxDistinct({ relativeError }))
    },
  ),
  law('of few values countApproxDistinct is right, of every kind', given(key, 8), async (session, given) => {
    const rdd = rddOf(session, given)
    assert.equal(await rdd.countApproxDistinct({ relativeError: 0.001 }), await rdd.distinct().count())
  }),
  law(
    'countApproxDistinctByKey is countApproxDistinct of each key',
    fc.tuple(fc.nat(400), partitions, error, given(fc.tuple(whole, whole))),
    async (session, [n, numPartitions, relativeError, given]) => {
      const options = { relativeError, numPartitions }
      const many = session.range(0, n, 1, 3).map((i): [number, number] => [100, i])
      const pairs = rddOf<[number, number]>(session, given).union(many)
      const found = await pairs.countApproxDistinctByKey(options).collect()
      const expected = await pairs.keys().distinct().collect()
      assert.equal(found.length, expected.length)
      for (const [key, count] of found.slice(0, 3)) {
        const own = pairs.filter(([k]) => k === key).values()
        assert.equal(count, await own.countApproxDistinct({ relativeError }))
      }
    },
  ),
]
