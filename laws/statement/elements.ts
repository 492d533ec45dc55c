// Numbering, crossing and pairing of partitions, asynchronous maps, trees: against plain arrays.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { expression, functionOf } from '../arbitrary/expression.ts'
import { partitions } from '../arbitrary/program.ts'
import { floats, given, layout, rddOf, whole, wholes } from './data.ts'
import { law } from './law.ts'

const text = given(fc.string({ maxLength: 2 }), 40)
const many = fc.integer({ min: 1, max: 30 })

export const ELEMENTS = [
  law('zipWithIndex numbers from 0, in order', floats, async (session, given) => {
    const rdd = rddOf(session, given)
    const numbered = await layout(rdd.zipWithIndex())
    assert.deepStrictEqual(
      numbered.flat(),
      given.items.map((x, i) => [x, i]),
    )
    assert.deepStrictEqual(
      numbered.map(part => part.map(([x]) => x)),
      await layout(rdd),
    )
  }),
  law(
    'zipWithUniqueId gives element k of partition i of n the id i + k·n',
    floats,
    async (session, given) => {
      const rdd = rddOf(session, given)
      const expected = (await layout(rdd)).map((part, i, parts) =>
        part.map((x, k) => [x, i + k * parts.length]),
      )
      assert.deepStrictEqual(await layout(rdd.zipWithUniqueId()), expected)
    },
  ),
  law('a task knows its place among the partitions', fc.tuple(wholes, wholes), async (session, [a, b]) => {
    const places = (rdd: ReturnType<typeof rddOf<number>>) =>
      rdd.mapPartitions((_, { partition, numPartitions }) => [[partition, numPartitions]])
    const expected = (n: number) => Array.from({ length: n }, (_, i) => [i, n])
    const [x, y] = [rddOf(session, a), rddOf(session, b)]
    assert.deepStrictEqual(await places(x.union(y)).collect(), expected(a.partitions + b.partitions))
    assert.deepStrictEqual(await places(x).union(places(y)).collect(), [
      ...expected(a.partitions),
      ...expected(b.partitions),
    ])
  }),
  law(
    'cartesian is the nested loop, partition by partition',
    fc.tuple(floats, wholes),
    async (session, [a, b]) => {
      const [left, right] = [rddOf(session, a), rddOf(session, b)]
      const [xs, ys] = [await layout(left), await layout(right)]
      const expected = xs.flatMap(part => ys.map(other => part.flatMap(x => other.map(y => [x, y]))))
      assert.deepStrictEqual(await layout(left.cartesian(right)), expected)
    },
  ),
  law(
    'zipPartitions sees the partitions of both sides',
    fc.tuple(floats, wholes),
    async (session, [a, { items }]) => {
      const left = rddOf(session, a)
      const right = rddOf(session, { items, partitions: a.partitions })
      const zipped = left.zipPartitions(right, function* (xs, ys, { partition }) {
        yield [partition, ...xs, ...ys]
      })
      const [xs, ys] = [await layout(left), await layout(right)]
      assert.deepStrictEqual(
        await zipped.collect(),
        xs.map((part, i) => [i, ...part, ...ys[i]!]),
      )
    },
  ),
  law(
    'mapAsync is map, whatever the concurrency',
    fc.tuple(floats, expression, partitions),
    async (session, [given, e, concurrency]) => {
      const f = functionOf(e)
      const rdd = rddOf(session, given)
      const later = rdd.mapAsync(
        async x => {
          for (let turns = Math.abs(x) % 3; turns > 0; turns--) await null
          return f(x)
        },
        { concurrency },
      )
      assert.deepStrictEqual(await layout(later), await layout(rdd.map(x => f(x))))
    },
  ),
  law(
    'mapAsync holds its bound and stops at a failure',
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(19), partitions),
    async (session, [size, bad, concurrency]) => {
      let running = 0
      const peaks = session.range(0, size, 1, 1).mapAsync(
        async () => {
          const peak = ++running
          for (let turns = 0; turns < 5; turns++) await null
          running--
          return peak
        },
        { concurrency },
      )
      assert.equal(Math.max(...(await peaks.collect())), Math.min(size, concurrency))
      const failing = session.range(0, size, 1, 1).mapAsync(
        async x => {
          await null
          if (x === bad) throw new RangeError(`no ${x}`)
          return x
        },
        { concurrency },
      )
      if (bad < size)
        await assert.rejects(failing.collect(), { code: 'TASK_FAILED', message: /mapAsync.*no/ })
      else assert.equal((await failing.collect()).length, size)
    },
  ),
  law(
    'a tree gives what the flat action gives',
    fc.tuple(text, many, fc.integer({ min: 1, max: 6 })),
    async (session, [{ items }, n, depth]) => {
      const rdd = rddOf(session, { items, partitions: n })
      const all = items.join('')
      const concat = (a: string, b: string): string => a + b
      assert.equal(await rdd.treeAggregate('', concat, concat, { depth }), all)
      assert.equal(
        await rdd
          .treeAggregate(
            { length: 0 },
            (a, s) => ({ length: a.length + s.length }),
            (a, b) => {
              a.length += b.length
              return a
            },
            { depth },
          )
          .then(({ length }) => length),
        all.length,
      )
      if (items.length > 0) assert.equal(await rdd.treeReduce(concat, { depth }), all)
      else await assert.rejects(rdd.treeReduce(concat, { depth }), { code: 'DATA' })
    },
  ),
  law('foreachPartition sees each partition once', given(whole, 12), async (session, given) => {
    const rdd = rddOf(session, given)
    await rdd.foreachPartition(async it => {
      await null
      if ([...it].some(x => x > 1000)) throw new Error('too large')
    })
    await assert.rejects(
      session.range(0, 9, 1, 3).foreachPartition((it, { partition }) => {
        if (partition === 2) throw new Error(`${[...it]}`)
      }),
      { code: 'TASK_FAILED', operator: 'foreachPartition', partition: 2, message: /6,7,8/ },
    )
  }),
]
