// Operators that move no record: map is a functor, filter meets by conjunction, flatMap extends map, union is a monoid.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { expression, functionOf } from '../arbitrary/expression.ts'
import { floats, layout, rddOf } from './data.ts'
import { law } from './law.ts'

export const NARROW = [
  law('map of the identity changes nothing', floats, async (session, given) => {
    const rdd = rddOf(session, given)
    assert.deepStrictEqual(await layout(rdd.map(x => x)), await layout(rdd))
  }),
  law(
    'map f then map g is map of g after f',
    fc.tuple(floats, expression, expression),
    async (session, [given, e, d]) => {
      const [f, g] = [functionOf(e), functionOf(d)]
      const rdd = rddOf(session, given)
      const fused = await layout(rdd.map(x => g(f(x))))
      assert.deepStrictEqual(await layout(rdd.map(x => f(x)).map(x => g(x))), fused)
      assert.deepStrictEqual(
        fused.flat(),
        given.items.map(x => g(f(x))),
      )
    },
  ),
  law(
    'filter p then filter q is filter of both',
    fc.tuple(floats, expression, expression),
    async (session, [given, e, d]) => {
      const [p, q] = [functionOf(e), functionOf(d)]
      const rdd = rddOf(session, given)
      const both = await layout(rdd.filter(x => p(x) > 0 && q(x) < 1))
      assert.deepStrictEqual(await layout(rdd.filter(x => p(x) > 0).filter(x => q(x) < 1)), both)
      assert.deepStrictEqual(
        both.flat(),
        given.items.filter(x => p(x) > 0 && q(x) < 1),
      )
    },
  ),
  law(
    'filter after map is map after filter of the composition',
    fc.tuple(floats, expression),
    async (session, [given, e]) => {
      const f = functionOf(e)
      const rdd = rddOf(session, given)
      assert.deepStrictEqual(
        await layout(rdd.map(x => f(x)).filter(x => x > 0)),
        await layout(rdd.filter(x => f(x) > 0).map(x => f(x))),
      )
    },
  ),
  law(
    'flatMap is map then flatten',
    fc.tuple(floats, expression, fc.nat(3)),
    async (session, [given, e, n]) => {
      const f = functionOf(e)
      const several = (x: number) => Array.from({ length: n }, (_, i) => f(x) + i)
      assert.deepStrictEqual(
        await rddOf(session, given).flatMap(several).collect(),
        given.items.flatMap(several),
      )
    },
  ),
  law('mapPartitions of a map is the map', fc.tuple(floats, expression), async (session, [given, e]) => {
    const f = functionOf(e)
    const rdd = rddOf(session, given)
    const mapped = rdd.mapPartitions(function* (it) {
      for (const x of it) yield f(x)
    })
    assert.deepStrictEqual(await layout(mapped), await layout(rdd.map(x => f(x))))
  }),
  law('union is a monoid', fc.tuple(floats, floats, floats), async (session, three) => {
    const [x, y, z] = three.map(given => rddOf(session, given))
    assert.deepStrictEqual(await layout(x!.union(y!).union(z!)), await layout(x!.union(y!.union(z!))))
    assert.deepStrictEqual(await layout(x!.union(session.emptyRDD<number>())), await layout(x!))
    assert.deepStrictEqual(await layout(session.emptyRDD<number>().union(x!)), await layout(x!))
    assert.deepStrictEqual(await x!.union(y!).collect(), [...three[0].items, ...three[1].items])
  }),
  law('zip pairs by position', fc.tuple(floats, expression), async (session, [given, e]) => {
    const f = functionOf(e)
    const rdd = rddOf(session, given)
    assert.deepStrictEqual(
      await rdd.zip(rdd.map(x => f(x))).collect(),
      given.items.map(x => [x, f(x)]),
    )
  }),
  law(
    'persist changes nothing, the second time either',
    fc.tuple(floats, expression),
    async (session, [given, e]) => {
      const f = functionOf(e)
      const rdd = rddOf(session, given).map(x => f(x))
      const kept = rdd.persist()
      const expected = await layout(rdd)
      assert.deepStrictEqual(await layout(kept), expected)
      assert.deepStrictEqual(await layout(kept.union(kept)), [...expected, ...expected])
      await kept.unpersist()
      assert.deepStrictEqual(await layout(kept), expected)
    },
  ),
]
