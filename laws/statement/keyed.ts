// What brings equal keys together: combining, distinct, cogroup and joins, against loops over plain arrays.

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { pipelineProperty } from 'partita/laws'
import { equal, key } from '../arbitrary/key.ts'
import { partitions } from '../arbitrary/program.ts'
import { given, layout, rddOf, sameBag, whole } from './data.ts'
import { type Law, law } from './law.ts'

type Row = [unknown, number]
type Joined = [unknown, [number, number | undefined]]

const rows = given(fc.tuple(key, whole), 16)
const sum = (a: number, b: number): number => a + b

/** The values of each key, keys in the order of first arrival. */
const grouped = (pairs: readonly Row[]): [unknown, number[]][] => {
  const groups: [unknown, number[]][] = []
  for (const [k, v] of pairs) {
    const group = groups.find(([other]) => equal(k, other))
    if (group === undefined) groups.push([k, [v]])
    else group[1].push(v)
  }
  return groups
}

const sameRow = ([k, v]: Row, [l, w]: Row): boolean => equal(k, l) && v === w
const sameJoined = ([k, v]: Joined, [l, w]: Joined): boolean => equal(k, l) && v[0] === w[0] && v[1] === w[1]

export const KEYED = [
  law(
    'reduceByKey is groupByKey then reduce',
    fc.tuple(rows, partitions),
    async (session, [given, numPartitions]) => {
      const rdd = rddOf<Row>(session, given)
      const reduced = await layout(rdd.reduceByKey(sum, { numPartitions }))
      const regrouped = rdd.groupByKey({ numPartitions }).mapValues(group => group.toArray().reduce(sum))
      assert.deepStrictEqual(reduced, await layout(regrouped))
      const expected = grouped(given.items).map(([k, vs]): Row => [k, vs.reduce(sum)])
      assert.ok(sameBag(reduced.flat(), expected, sameRow))
    },
  ),
  {
    name: 'a lawful combiner does not see partitions, nor the order of records',
    property: session =>
      pipelineProperty(fc.tuple(key, whole), r => r.reduceByKey((a, b) => Math.max(a, b)), {
        sessions: [session],
        equals: sameRow,
      }),
  } satisfies Law,
  law(
    'groupByKey keeps the order of values',
    fc.tuple(rows, partitions),
    async (session, [given, numPartitions]) => {
      const groups = await rddOf<Row>(session, given).groupByKey({ numPartitions }).collect()
      assert.ok(
        sameBag(groups, grouped(given.items), ([k, vs], [l, ws]) => equal(k, l) && vs.join() === ws.join()),
      )
    },
  ),
  law(
    'an aggregation in one partition has its keys in the order of first arrival',
    rows,
    async (session, given) => {
      const keys = await rddOf<Row>(session, given).reduceByKey(sum, { numPartitions: 1 }).keys().collect()
      const expected = grouped(given.items).map(([k]) => k)
      assert.ok(keys.length === expected.length && keys.every((k, i) => equal(k, expected[i])))
    },
  ),
  law('equal keys share a partition', fc.tuple(rows, partitions), async (session, [given, numPartitions]) => {
    const parts = await layout(rddOf<Row>(session, given).groupByKey({ numPartitions }).keys())
    for (const [i, part] of parts.entries())
      for (const other of parts.slice(i + 1)) assert.ok(!part.some(k => other.some(l => equal(k, l))))
  }),
  law(
    'distinct keeps one of each, and does it once',
    fc.tuple(given(key, 16), partitions),
    async (session, [given, numPartitions]) => {
      const once = rddOf(session, given).distinct({ numPartitions })
      const found = await once.collect()
      const expected = grouped(given.items.map((k): Row => [k, 0])).map(([k]) => k)
      assert.ok(sameBag(found, expected, equal))
      assert.deepStrictEqual(await layout(once.distinct({ numPartitions })), await layout(once))
    },
  ),
  law(
    'cogroup has each key of any side, with its values on each',
    fc.tuple(rows, rows, partitions),
    async (session, [left, right, numPartitions]) => {
      const groups = await rddOf<Row>(session, left)
        .cogroup<unknown, number, [number]>([rddOf<Row>(session, right)], { numPartitions })
        .collect()
      const expected = grouped([...left.items, ...right.items]).map(([k]) => {
        const of = (side: readonly Row[]) => side.flatMap(([l, v]) => (equal(k, l) ? [v] : []))
        return [k, [of(left.items), of(right.items)]] as const
      })
      assert.ok(
        sameBag(
          groups as readonly unknown[] as typeof expected,
          expected,
          ([k, vs], [l, ws]) => equal(k, l) && JSON.stringify(vs) === JSON.stringify(ws),
        ),
      )
    },
  ),
  law(
    'join is the nested loop',
    fc.tuple(rows, rows, partitions),
    async (session, [left, right, numPartitions]) => {
      const joined = await rddOf<Row>(session, left)
        .join(rddOf<Row>(session, right), { numPartitions })
        .collect()
      const expected = left.items.flatMap(([k, v]) =>
        right.items.flatMap(([l, w]): Joined[] => (equal(k, l) ? [[k, [v, w]]] : [])),
      )
      assert.ok(sameBag<Joined>(joined, expected, sameJoined))
    },
  ),
  law(
    'leftOuterJoin is the join, and what has no match',
    fc.tuple(rows, rows, partitions),
    async (session, [left, right, numPartitions]) => {
      const joined = await rddOf<Row>(session, left)
        .leftOuterJoin(rddOf<Row>(session, right), { numPartitions })
        .collect()
      const expected = left.items.flatMap(([k, v]): Joined[] => {
        const matches = right.items.filter(([l]) => equal(k, l))
        return matches.length === 0 ? [[k, [v, undefined]]] : matches.map(([, w]) => [k, [v, w]])
      })
      assert.ok(sameBag<Joined>(joined, expected, sameJoined))
    },
  ),
]
