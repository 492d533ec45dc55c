import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PartitaError } from '../../fault.ts'
import type { Action } from '../../lineage/action.ts'
import { NO_CALL_SITE } from '../../lineage/call-site.ts'
import { type Callable, derive } from '../../lineage/fn.ts'
import type { Group } from '../../lineage/group.ts'
import { type Lineage, node } from '../../lineage/lineage.ts'
import { referenceEngine } from './engine.ts'

const engine = referenceEngine({ freeze: async roots => () => roots })
after(() => engine.close())

const at = (operator: string) => ({ operator, callSite: NO_CALL_SITE })
const items = (...slices: readonly (readonly unknown[])[]): Lineage =>
  node<'source'>({ kind: 'source', ...at('parallelize'), from: { from: 'items', slices } })
const map = (parent: Lineage, f: Callable): Lineage =>
  node<'map'>({ kind: 'map', ...at('map'), parent, f, keepsKeys: false })
const flatMap = (parent: Lineage, f: Callable): Lineage =>
  node<'flatMap'>({ kind: 'flatMap', ...at('flatMap'), parent, f, keepsKeys: false })
const mapPartitions = (parent: Lineage, f: Callable): Lineage =>
  node<'mapPartitions'>({
    kind: 'mapPartitions',
    ...at('mapPartitions'),
    parent,
    f,
    keepsKeys: false,
    determinacy: 'determinate',
  })
const run = (lineage: Lineage, action: Action = { kind: 'collect' }, signal?: AbortSignal) =>
  engine.run({ lineage, action, ...at('collect'), signal })
const failure = (expected: Partial<PartitaError>) => (error: unknown) => {
  assert.ok(error instanceof PartitaError)
  for (const [key, value] of Object.entries(expected))
    assert.deepEqual(error[key as keyof PartitaError], value)
  return true
}

test('narrow operators keep order within and across partitions', async () => {
  const upTo = flatMap(items([1, 2], [], [3]), (n: number) => Array.from({ length: n }, (_, i) => i + 1))
  assert.deepEqual(await run(map(upTo, (n: number) => n * 10)), [[10, 10, 20], [], [10, 20, 30]])
})

test('combining folds within map partitions, then across them, keys by first arrival', async () => {
  const lineage = node<'shuffle'>({
    kind: 'shuffle',
    ...at('reduceByKey'),
    parent: items(
      [
        [3, 'a'],
        [1, 'b'],
        [3, 'c'],
      ],
      [
        [1, 'd'],
        [-0, 'e'],
      ],
    ),
    partitioner: { by: 'hash', numPartitions: 2 },
    combine: {
      create: (v: string) => v,
      merge: (a: string, v: string) => `(${a}${v})`,
      mergeCombiners: (a: string, b: string) => `[${a}${b}]`,
      mapSide: true,
    },
  })
  assert.deepEqual(await run(lineage), [
    [[0, 'e']],
    [
      [3, '(ac)'],
      [1, '[bd]'],
    ],
  ])
})

test('cogroup lists the keys of side 0 first', async () => {
  const lineage = node<'cogroup'>({
    kind: 'cogroup',
    ...at('cogroup'),
    parents: [
      items(
        [['x', 1]],
        [
          ['y', 2],
          ['x', 3],
        ],
      ),
      items([
        ['z', 4],
        ['x', 5],
      ]),
    ],
    partitioner: { by: 'hash', numPartitions: 1 },
  })
  const shown = map(lineage, ([key, groups]: [string, Group<number>[]]) => [
    key,
    groups.map(group => group.toArray()),
  ])
  assert.deepEqual(await run(shown), [
    [
      ['x', [[1, 3], [5]]],
      ['y', [[2], []]],
      ['z', [[], [4]]],
    ],
  ])
})

test('a sort is stable, descending too, and gives the partitions asked for', async () => {
  const order = { key: derive('key'), descending: true }
  const lineage = node<'shuffle'>({
    kind: 'shuffle',
    ...at('sortByKey'),
    parent: items(
      [
        [1, 'a'],
        [2, 'b'],
      ],
      [
        [2, 'c'],
        [1, 'd'],
      ],
    ),
    partitioner: { by: 'range', numPartitions: 3, order },
    order,
  })
  const partitions = await run(lineage)
  assert.equal(partitions.length, 3)
  assert.deepEqual(partitions.flat(), [
    [2, 'b'],
    [2, 'c'],
    [1, 'a'],
    [1, 'd'],
  ])
})

test('take evaluates no more than it returns, of async partitions too', async () => {
  const seen: number[] = []
  const endless = mapPartitions(items([0]), async function* () {
    for (let n = 0; ; n++) yield n
  })
  const watched = map(endless, (n: number) => {
    seen.push(n)
    return n
  })
  assert.deepEqual(await run(watched, { kind: 'take', n: 3 }), [[0, 1, 2]])
  assert.deepEqual(seen, [0, 1, 2])
})

test('an error names operator, partition and record', async () => {
  const boom = new RangeError('boom')
  const throwing = map(items([1], [2, 3]), n => {
    if (n === 3) throw boom
  })
  const expected = {
    code: 'TASK_FAILED',
    operator: 'map',
    partition: 1,
    recordIndex: 1,
    cause: boom,
  } as const
  await assert.rejects(run(throwing), failure(expected))
})

test('promises and strings where they mean a mistake are refused', async () => {
  await assert.rejects(
    run(map(items([1]), n => Promise.resolve(n))),
    failure({ code: 'TASK_FAILED', operator: 'map' }),
  )
  await assert.rejects(
    run(flatMap(items([1]), () => 'ab')),
    failure({ code: 'TASK_FAILED', operator: 'flatMap' }),
  )
  await assert.rejects(run(mapPartitions(items([1]), () => 1)), failure({ operator: 'mapPartitions' }))
  const leaked = mapPartitions(items([1]), () => [{ later: Promise.resolve() }])
  await assert.rejects(
    run(leaked),
    failure({
      code: 'DATA',
      message: 'record.later is a promise, which cannot go from one process to another.',
    }),
  )
})

test('records are copied at borders: what a task does to them stays in it', async () => {
  const given = [{ n: 1 }]
  const source = items(given)
  const changed = map(source, (record: { n: number }) => {
    record.n++
    return record
  })
  assert.deepEqual(await run(changed), [[{ n: 2 }]])
  given[0]!.n = 100
  assert.deepEqual(await run(changed), [[{ n: 2 }]])
})

test('captured state is fresh in each task', async () => {
  const counting = referenceEngine({
    freeze: async () => () => {
      let n = 0
      return [() => ++n]
    },
  })
  const counted = map(items([0, 0], [0]), () => 0)
  assert.deepEqual(await counting.run({ lineage: counted, action: { kind: 'collect' }, ...at('collect') }), [
    [1, 2],
    [1],
  ])
  await counting.close()
})

test('a job is cancelled between partitions; a closed engine refuses', async () => {
  const abort = new AbortController()
  const job = run(
    map(items([1], [2]), () => abort.abort()),
    { kind: 'count' },
    abort.signal,
  )
  await assert.rejects(job, failure({ code: 'CANCELLED' }))
  const closed = referenceEngine({ freeze: async roots => () => roots })
  await closed.close()
  await assert.rejects(
    closed.run({ lineage: items([1]), action: { kind: 'count' }, ...at('count') }),
    failure({ code: 'CLOSED' }),
  )
})

test('persisted partitions are evaluated once, until they are dropped', async () => {
  let evaluated = 0
  const counted = map(items([1], [2]), n => {
    evaluated++
    return n
  })
  const kept = node<'persist'>({ kind: 'persist', ...at('persist'), parent: counted, level: 'memory' })
  await run(kept)
  await run(kept)
  assert.equal(evaluated, 2)
  await engine.unpersist(kept)
  await run(kept)
  assert.equal(evaluated, 4)
})

test('no line is lost or doubled, however the file is split', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'partita-reference-'))
  try {
    const path = join(dir, 'lines.txt')
    await writeFile(path, '\uFEFFone\r\ntwo\rthree\n\nfour')
    for (let splitBytes = 1; splitBytes < 30; splitBytes++) {
      const from = { from: 'text', paths: [path], splitBytes, encoding: 'utf-8' } as const
      const lines = (await run(node<'source'>({ kind: 'source', ...at('textFile'), from }))).flat()
      assert.deepEqual(lines, ['one', 'two', 'three', '', 'four'])
    }
  } finally {
    await rm(dir, { recursive: true })
  }
})

test('long chains and shared sides do not explode', async () => {
  let deep = items([1])
  for (let i = 0; i < 20_000; i++) deep = map(deep, (n: number) => n + 1)
  assert.deepEqual(await run(deep), [[20_001]])
  let shared = items([1])
  for (let i = 0; i < 60; i++)
    shared = map(node<'zip'>({ kind: 'zip', ...at('zip'), parents: [shared, shared] }), ([n]) => n)
  assert.deepEqual(await run(shared), [[1]])
})
