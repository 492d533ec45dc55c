import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouping } from './group.ts'
import { KeyTable } from './key-table.ts'
import { combinedRecords, readCombined, readRecords } from './read.ts'
import { mergeRuns, sortedRun } from './sort.ts'
import { pairBuckets, placeInTurn, recordBuckets, writeCombined } from './write.ts'

test('a table written for two reducers is merged with another map task’s', () => {
  const table = new KeyTable()
  const counts = [2, 1, 5].map((count, i) => {
    table.index(['a', 'b', 4][i])
    return count
  })
  const parts = writeCombined(table, counts, 2)
  const add = (a: unknown, b: unknown) => (a as number) + (b as number)
  const combiner = { create: (v: unknown) => v, merge: add, mergeCombiners: add }
  const all = parts.flatMap(part => {
    const bodies = part === undefined ? [] : [part.body, part.body]
    return [...combinedRecords(readCombined(bodies, combiner, true))].flat()
  })
  assert.deepEqual(
    new Map(all as [unknown, number][]),
    new Map<unknown, number>([
      ['a', 4],
      ['b', 2],
      [4, 10],
    ]),
  )
})

test('round robin goes on where the partition’s turn begins', () => {
  const place = placeInTurn(1, 2, 3)
  assert.deepEqual([place(), place(), place()], [1, 2, 0])
  const buckets = recordBuckets(3, placeInTurn(1, 2, 3))
  for (const record of ['x', 'y', 'z', 'x2']) buckets.push(record)
  const parts = buckets.finish()
  assert.deepEqual(
    parts.map(part => [...readRecords([part!.body])].flat()),
    [['z'], ['x', 'x2'], ['y']],
  )
})

test('more records than a batch come back in order', () => {
  const buckets = pairBuckets(1)
  const pairs = Array.from({ length: 10_000 }, (_, i) => [i % 10, i])
  for (const pair of pairs) buckets.push(pair)
  const [part] = buckets.finish()
  assert.equal(part?.rows, 10_000)
  assert.deepEqual([...readRecords([part!.body])].flat(), pairs)
})

test('an empty side has empty groups', () => {
  const groups = grouping(2)
  groups.addPair(1, ['k', 1])
  groups.addPair(1, ['k', 2])
  const [[key, sides]] = [...groups.records()].flat() as [[string, { toArray(): unknown[] }[]]]
  assert.deepEqual([key, sides.map(group => group.toArray())], ['k', [[], [1, 2]]])
})

test('ranges of sorted runs are merged stably', () => {
  const order = { key: (record: unknown) => (record as { at: number }).at, descending: true }
  const runs = [
    [
      { at: 1, run: 0 },
      { at: 3, run: 0 },
    ],
    [
      { at: 3, run: 1 },
      { at: 2, run: 1 },
    ],
  ]
  const stored = runs.map(run => {
    const { tables } = sortedRun(run, order, 4)!
    return { numTables: tables.length, table: (number: number) => tables[number]! }
  })
  const ranges = [0, 1].map(r => [...mergeRuns(stored, 2, r, order)].flat())
  assert.deepEqual(ranges.flat(), [
    { at: 3, run: 0 },
    { at: 3, run: 1 },
    { at: 2, run: 1 },
    { at: 1, run: 0 },
  ])
  assert.ok(ranges.every(range => range.length > 0))
})
