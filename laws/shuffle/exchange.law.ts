// What is written and read again is the canonical result, stated naively: fold within each map partition in record
// order, merge in map order, keys in order of first arrival. Floats, so that another order would show.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { decode, encode } from '../../src/codec/codec.ts'
import type { Group } from '../../src/lineage/group.ts'
import { hashKey, partitionOf } from '../../src/lineage/hash.ts'
import { normalKey } from '../../src/lineage/key.ts'
import { grouping } from '../../src/shuffle/group.ts'
import { KeyTable } from '../../src/shuffle/key-table.ts'
import { combinedRecords, readCombined, readRecords } from '../../src/shuffle/read.ts'
import {
  type Buckets,
  type Parts,
  pairBuckets,
  placeByKey,
  placeInTurn,
  recordBuckets,
  writeCombined,
} from '../../src/shuffle/write.ts'
import { records, same } from '../codec/values.ts'
import { floats, keys, nameOf } from './pairs.ts'

type Pair = readonly [unknown, number]

const mapPartitions = keys(key =>
  fc.array(fc.array(fc.tuple(key, floats), { maxLength: 30 }), { minLength: 1, maxLength: 4 }),
)
const reducers = fc.integer({ min: 1, max: 5 })

// Neither commutative nor associative, and the three differ.
const combiner = {
  create: (v: unknown) => (v as number) + 0.5,
  merge: (a: unknown, v: unknown) => (a as number) * 0.9 + (v as number),
  mergeCombiners: (a: unknown, b: unknown) => (a as number) * 0.7 - (b as number),
}

const fill = (buckets: Buckets, given: readonly unknown[]): Parts => {
  for (const record of given) buckets.push(record)
  return buckets.finish()
}

const bodiesFor = (maps: readonly Parts[], reducer: number): Uint8Array[] =>
  maps.flatMap(parts => parts[reducer]?.body ?? [])

const goesTo = (key: unknown, n: number): number => partitionOf(hashKey(normalKey(key)), n)

const naive = (maps: readonly (readonly Pair[])[], reducer: number, n: number): unknown[] => {
  const merged = new Map<unknown, [unknown, unknown]>()
  for (const given of maps) {
    const folded = new Map<unknown, [unknown, unknown]>()
    for (const [key, value] of given) {
      if (goesTo(key, n) !== reducer) continue
      const known = folded.get(nameOf(key))
      if (known === undefined) folded.set(nameOf(key), [normalKey(key), combiner.create(value)])
      else known[1] = combiner.merge(known[1], value)
    }
    for (const [name, entry] of folded) {
      const known = merged.get(name)
      if (known === undefined) merged.set(name, entry)
      else known[1] = combiner.mergeCombiners(known[1], entry[1])
    }
  }
  return [...merged.values()]
}

const combineWithin = (given: readonly Pair[], n: number): Parts => {
  const table = new KeyTable()
  const accumulators: unknown[] = []
  for (const [key, value] of given) {
    const entry = table.index(key)
    if (entry === accumulators.length) accumulators.push(combiner.create(value))
    else accumulators[entry] = combiner.merge(accumulators[entry], value)
  }
  return writeCombined(table, accumulators, n)
}

test('combining on the map side, or not, gives the canonical result', () => {
  fc.assert(
    fc.property(mapPartitions, reducers, (maps, n) => {
      const combined = maps.map(given => combineWithin(given, n))
      const plain = maps.map(given => fill(pairBuckets(n), given))
      const whole = maps.map(given => fill(recordBuckets(n, placeByKey(n)), given))
      for (let r = 0; r < n; r++) {
        const expected = naive(maps, r, n)
        for (const [written, mapSide] of [
          [combined, true],
          [plain, false],
          [whole, false],
        ] as const) {
          const result = [...combinedRecords(readCombined(bodiesFor(written, r), combiner, mapSide))].flat()
          assert.ok(same(expected, result), inspect({ mapSide, expected, result }, { depth: 4 }))
        }
      }
    }),
  )
})

test('records arrive as they were, by map partition, then in order', () => {
  fc.assert(
    fc.property(fc.array(records, { maxLength: 3 }), reducers, (maps, n) => {
      const written = maps.map((given, i) => fill(recordBuckets(n, placeInTurn(i, maps.length, n)), given))
      for (let r = 0; r < n; r++) {
        const expected = maps.flatMap((given, i) =>
          given.filter((_, j) => (Math.floor((i * n) / maps.length) + j) % n === r),
        )
        const result = [...readRecords(bodiesFor(written, r))].flat()
        assert.equal(result.length, expected.length)
        assert.ok(result.every((record, i) => same(expected[i], record)))
        assert.equal(
          written.reduce((sum, parts) => sum + (parts[r]?.rows ?? 0), 0),
          expected.length,
        )
      }
    }),
  )
})

test('groups hold the values of every side, keys in order of first arrival', () => {
  fc.assert(
    fc.property(
      fc.array(mapPartitions, { minLength: 1, maxLength: 3 }),
      reducers,
      fc.nat(2),
      (sides, n, inPlace) => {
        const written = sides.map(maps => maps.map(given => fill(pairBuckets(n), given)))
        for (let r = 0; r < n; r++) {
          const expected = new Map<unknown, [unknown, number[][]]>()
          const groups = grouping(sides.length)
          for (const [side, maps] of sides.entries()) {
            const mine = maps.flat().filter(([key]) => goesTo(key, n) === r)
            for (const [key, value] of mine) {
              const known = expected.get(nameOf(key)) ?? [normalKey(key), sides.map(() => [])]
              expected.set(nameOf(key), known)
              known[1][side]!.push(value)
            }
            if (side === inPlace) for (const pair of mine) groups.addPair(side, pair)
            else for (const body of bodiesFor(written[side]!, r)) groups.addBody(side, body)
          }
          const result = [...groups.records()].flat() as [unknown, Group<number>[]][]
          const arrays = result.map(([key, groups]) => [key, groups.map(group => group.toArray())] as const)
          assert.ok(same([...expected.values()], arrays))
          assert.ok(same(result, decode(encode(result))))
          const lists = arrays.map(([key, [values]]) => [key, values])
          if (sides.length === 1) assert.ok(same(lists, [...groups.lists()].flat()))
        }
      },
    ),
  )
})
