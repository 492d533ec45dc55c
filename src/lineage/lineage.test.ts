import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartitaError } from '../fault.ts'
import { NO_CALL_SITE } from './call-site.ts'
import { determinacyOf } from './determinacy.ts'
import { derive } from './fn.ts'
import { type Lineage, node } from './lineage.ts'
import { partitionerOf } from './partitioner-of.ts'
import { groupBounds, numPartitionsOf, plainSourcePartitions, unionPart } from './partitions.ts'
import { toDebugString } from './show.ts'
import { wellformed } from './wellformed.ts'

const at = (operator: string, line = 1) => ({
  operator,
  callSite: { position: { file: '/home/me/word-count.ts', line, column: 3 }, frames: [] },
})
const items = (partitions = 2): Lineage =>
  node<'source'>({
    kind: 'source',
    ...at('parallelize'),
    from: { from: 'items', slices: Array.from({ length: partitions }, () => [1]) },
  })
const files = (): Lineage =>
  node<'source'>({
    kind: 'source',
    ...at('textFile'),
    from: { from: 'text', paths: ['a'], splitBytes: 10, encoding: 'utf-8' },
  })
const map = (parent: Lineage, keepsKeys = false): Lineage =>
  node<'map'>({ kind: 'map', ...at('map', 2), parent, f: (x: unknown) => x, keepsKeys })
const zip = (a: Lineage, b: Lineage): Lineage =>
  node<'zip'>({ kind: 'zip', ...at('zip', 3), parents: [a, b] })
const hash = (parent: Lineage, numPartitions = 3): Lineage =>
  node<'shuffle'>({
    kind: 'shuffle',
    ...at('partitionBy', 4),
    parent,
    partitioner: { by: 'hash', numPartitions },
  })
const spread = (parent: Lineage): Lineage =>
  node<'shuffle'>({
    kind: 'shuffle',
    ...at('repartition', 5),
    parent,
    partitioner: { by: 'roundRobin', numPartitions: 4 },
  })
const racing = (parent: Lineage): Lineage =>
  node<'mapPartitions'>({
    kind: 'mapPartitions',
    ...at('mapPartitions'),
    parent,
    f: (x: unknown) => x,
    keepsKeys: false,
    determinacy: 'unordered',
  })

const refusal = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof PartitaError && error.code === code && message.test(error.message)

test('partitions are counted through every kind', () => {
  const count = (lineage: Lineage): number =>
    numPartitionsOf(lineage, source => plainSourcePartitions(source) ?? 7)
  assert.equal(count(map(items(3))), 3)
  assert.equal(count(node<'union'>({ kind: 'union', ...at('union'), parents: [items(3), files()] })), 10)
  assert.equal(
    count(node<'coalesce'>({ kind: 'coalesce', ...at('coalesce'), parent: items(3), numPartitions: 5 })),
    3,
  )
  assert.equal(count(hash(items(9))), 3)
  assert.throws(
    () => count(zip(items(2), files())),
    refusal('ARGUMENT', /same number of partitions.*2 and 7/),
  )
})

test('coalesce groups neighbours; union counts on', () => {
  assert.deepEqual(
    [0, 1, 2].map(group => groupBounds(10, 3, group)),
    [
      [0, 3],
      [3, 6],
      [6, 10],
    ],
  )
  assert.deepEqual(groupBounds(2, 5, 1), [1, 2])
  assert.deepEqual(unionPart([2, 0, 3], 1), { parent: 0, partition: 1 })
  assert.deepEqual(unionPart([2, 0, 3], 2), { parent: 2, partition: 0 })
})

test('a partitioner is known until keys may have changed', () => {
  const pairs = hash(items())
  assert.deepEqual(partitionerOf(map(pairs, true)), { by: 'hash', numPartitions: 3 })
  assert.equal(partitionerOf(map(pairs)), undefined)
  assert.equal(partitionerOf(spread(items())), undefined)
  assert.equal(
    partitionerOf(node<'union'>({ kind: 'union', ...at('union'), parents: [pairs, pairs] })),
    undefined,
  )
})

test('a sort outlives its values only when it is by the key of pairs', () => {
  const sort = (key: ReturnType<typeof derive> | ((x: unknown) => unknown)): Lineage => {
    const order = { key, descending: false }
    return node<'shuffle'>({
      kind: 'shuffle',
      ...at('sortBy'),
      parent: items(),
      order,
      partitioner: { by: 'range', numPartitions: 2, order },
    })
  }
  assert.equal(partitionerOf(map(sort(derive('key')), true))?.by, 'range')
  assert.equal(
    partitionerOf(
      map(
        sort(x => x),
        true,
      ),
    ),
    undefined,
  )
})

test('what depends on an unstable order is indeterminate', () => {
  assert.equal(determinacyOf(spread(map(items()))), 'determinate')
  assert.equal(determinacyOf(map(racing(items()))), 'unordered')
  assert.equal(determinacyOf(hash(racing(items()))), 'unordered')
  assert.equal(determinacyOf(spread(racing(items()))), 'indeterminate')
  assert.equal(determinacyOf(zip(items(), racing(items()))), 'indeterminate')
  assert.equal(determinacyOf(racing(racing(items()))), 'indeterminate')
})

test('a malformed node is named with its call site', () => {
  const mapWith = (f: unknown): Lineage =>
    node<'map'>({ kind: 'map', ...at('map', 8), parent: items(), f: f as () => unknown, keepsKeys: false })
  assert.throws(
    () => wellformed(map(mapWith(undefined))),
    refusal('ARGUMENT', /^map takes a function, not undefined\.$/),
  )
  assert.throws(
    () => wellformed(mapWith(undefined)),
    (error: PartitaError) => error.callSite?.line === 8,
  )
  assert.throws(
    () => wellformed(mapWith(async () => 1)),
    refusal('ARGUMENT', /^map cannot wait for an async function/),
  )
  assert.throws(() => wellformed(mapWith(derive('mapValues', 3))), refusal('ARGUMENT', /not 3\.$/))
  assert.throws(() => wellformed(mapWith(derive('concat', {}))), refusal('ARGUMENT', /not undefined\.$/))
  wellformed(mapWith(derive('concat', { concat: () => 1 })))
  assert.throws(() => wellformed(hash(items(), 0)), refusal('ARGUMENT', /positive integer, not 0\.$/))
  assert.throws(() => wellformed(hash(items(), 1.5)), refusal('ARGUMENT', /not 1\.5\.$/))
  assert.throws(() => wellformed(zip(items(2), items(3))), refusal('ARGUMENT', /2 and 3/))
  wellformed(zip(items(2), files()))
  const cogroup = (parents: readonly Lineage[]): Lineage =>
    node<'cogroup'>({
      kind: 'cogroup',
      ...at('cogroup'),
      parents,
      partitioner: { by: 'roundRobin', numPartitions: 2 },
    })
  assert.throws(() => wellformed(cogroup([])), refusal('ARGUMENT', /at least one RDD/))
  assert.throws(() => wellformed(cogroup([items()])), refusal('PLAN', /hash partitioner/))
})

test('a lineage shows its shuffles by an indentation step', () => {
  assert.equal(
    toDebugString(hash(map(map(files())))),
    [
      '(3) partitionBy at word-count.ts:4',
      ' +-(?) map at word-count.ts:2',
      '    |  map at word-count.ts:2',
      '    |  textFile at word-count.ts:1',
    ].join('\n'),
  )
})

test('a node met again is referred to', () => {
  const shared = map(items())
  assert.equal(
    toDebugString(zip(shared, shared)),
    [
      '(2) zip at word-count.ts:3',
      ' |-(2) map at word-count.ts:2',
      ' |  |  parallelize at word-count.ts:1',
      ' |-(2) map at word-count.ts:2, as in line 2',
    ].join('\n'),
  )
})

test('neither depth nor sharing explodes', () => {
  let deep = items()
  for (let i = 0; i < 100_000; i++) deep = map(deep)
  let shared = items()
  for (let i = 0; i < 60; i++) shared = zip(shared, shared)
  for (const lineage of [deep, shared]) {
    wellformed(lineage)
    assert.equal(determinacyOf(lineage), 'determinate')
    assert.equal(
      numPartitionsOf(lineage, () => 1),
      1,
    )
  }
  assert.equal(toDebugString(deep).split('\n').length, 100_001)
  assert.equal(toDebugString(shared).split('\n').length, 121)
  assert.equal(
    partitionerOf(
      node<'map'>({
        kind: 'map',
        operator: 'map',
        callSite: NO_CALL_SITE,
        parent: deep,
        f: Number,
        keepsKeys: true,
      }),
    ),
    undefined,
  )
})
