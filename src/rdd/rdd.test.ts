import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { referenceEngine } from '../engine/reference/engine.ts'
import { openSession } from '../open-session.ts'
import { Filterable, getUnionMonoid } from './instances.ts'
import { createSession } from './session.ts'

// Closures stay as they are, so that a test can count their calls.
const session = createSession(referenceEngine({ freeze: async roots => () => roots }), {
  appName: 'test',
  defaultParallelism: 3,
  splitBytes: 2 ** 20,
  seed: 0,
})
after(() => session.close())
const numbers = (n: number, partitions: number) => session.range(1, n + 1, 1, partitions)
const code = (code: string, message: RegExp) => ({ name: 'PartitaError', code, message })
const add = (x: number, y: number): number => x + y

describe('partitions', () => {
  test('a list is cut into contiguous slices, empty ones included', async () => {
    assert.deepEqual(await numbers(10, 3).glom().collect(), [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9, 10],
    ])
    assert.deepEqual(await session.parallelize([1, 2, 3], 5).glom().collect(), [[], [1], [], [2], [3]])
    assert.equal(await session.parallelize([], 4).getNumPartitions(), 4)
    assert.equal(await session.emptyRDD().getNumPartitions(), 0)
  })

  test('coalesce joins neighbours and never adds partitions, unless it shuffles', async () => {
    const ten = numbers(10, 10)
    assert.deepEqual(await ten.coalesce(3).glom().collect(), [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9, 10],
    ])
    assert.equal(await ten.coalesce(20).getNumPartitions(), 10)
    assert.equal(await ten.coalesce(20, { shuffle: true }).getNumPartitions(), 20)
  })

  test('what shuffles takes the count asked, else that of a known partitioner, else the default', () => {
    const pairs = numbers(4, 7).map(n => [n, n])
    const counts = [
      pairs.groupByKey({ numPartitions: 5 }),
      pairs.groupByKey(),
      pairs
        .groupByKey({ numPartitions: 5 })
        .mapValues(group => group.length)
        .reduceByKey(add),
      pairs.reduceByKey(add, { numPartitions: 4 }).join(pairs.reduceByKey(add, { numPartitions: 6 })),
      pairs.join(pairs.reduceByKey(add, { numPartitions: 4 })),
    ].map(({ partitioner }) => partitioner?.numPartitions)
    assert.deepEqual(counts, [5, 3, 5, 6, 4])
  })

  test('sorting spreads ranges over the partitions asked, stable in either direction', async () => {
    const words = session.parallelize(['bb', 'a', 'ccc', 'b', 'aa', 'c'], 3)
    const up = words.sortBy(word => word.length, { numPartitions: 2 })
    assert.deepEqual(await up.collect(), ['a', 'b', 'c', 'bb', 'aa', 'ccc'])
    assert.equal(await up.getNumPartitions(), 2)
    const down = words.sortBy(word => word.length, { ascending: false })
    assert.deepEqual(await down.collect(), ['ccc', 'bb', 'aa', 'a', 'b', 'c'])
  })

  test('a partitioner outlives what leaves keys alone, and nothing else', () => {
    const kept = numbers(4, 2)
      .map(n => [n, n])
      .reduceByKey(add)
    assert.deepEqual(
      kept
        .filter(() => true)
        .mapValues(String)
        .cache().partitioner,
      kept.partitioner,
    )
    assert.equal(kept.map(pair => pair).partitioner, undefined)
    assert.equal(kept.repartition(3).partitioner, undefined)
  })
})

describe('actions', () => {
  test('take reads no further than it must', async () => {
    let evaluated = 0
    const watched = numbers(100, 10).map(n => {
      evaluated++
      return n
    })
    assert.deepEqual(await watched.take(1), [1])
    assert.equal(evaluated, 1)
    assert.equal((await watched.take(15)).length, 15)
    assert.equal(evaluated, 16)
    assert.deepEqual(await watched.take(0), [])
    assert.deepEqual(await watched.take(-1), [])
    assert.equal((await watched.take(Number.MAX_SAFE_INTEGER)).length, 100)
  })

  test('take crosses empty partitions', async () =>
    assert.deepEqual(
      await numbers(1000, 1000)
        .filter(n => n > 998)
        .take(5),
      [999, 1000],
    ))

  test('a zero counts once in each partition and once at the end', async () => {
    assert.equal(await numbers(4, 2).fold(1, add), 13)
    assert.equal(await numbers(4, 10).fold(1, add), 21)
    assert.equal(await numbers(4, 2).aggregate(100, add, add), 310)
  })

  test('a zero that the function changes is copied for each use', async () => {
    const real = await openSession({ master: 'reference' })
    const objects = real.range(1, 5, 1, 2).map(n => ({ n }))
    const zero = { n: 1 }
    const merge = (x: { n: number }, y: { n: number }) => Object.assign(x, { n: x.n + y.n })
    assert.deepEqual(await objects.fold(zero, merge), { n: 13 })
    assert.deepEqual(await objects.fold(() => ({ n: 1 }), merge), { n: 13 })
    assert.deepEqual(zero, { n: 1 })
    await real.close()
  })

  test('reduce folds from the left, past empty partitions', async () => {
    assert.equal(await numbers(4, 1).reduce((x, y) => x - y), -8)
    assert.equal(await numbers(3, 7).reduce(add), 6)
    await assert.rejects(session.emptyRDD<number>().reduce(add), code('DATA', /^reduce of an empty RDD/))
    await assert.rejects(
      numbers(3, 2)
        .filter(n => n > 9)
        .first(),
      code('DATA', /^first of an empty RDD/),
    )
    await assert.rejects(
      numbers(3, 2)
        .filter(n => n > 9)
        .max(),
      code('DATA', /^max of an empty RDD/),
    )
  })

  test('top takes the greatest first, and of equals the earlier', async () => {
    assert.deepEqual(await numbers(10, 4).top(3), [10, 9, 8])
    assert.deepEqual(await session.parallelize([5, 3, 9, 1, 1], 3).takeOrdered(3), [1, 1, 3])
    assert.deepEqual(await numbers(9, 4).top(4, { by: n => n % 2 }), [1, 3, 5, 7])
    assert.deepEqual(await numbers(9, 4).takeOrdered(2, { ord: { compare: (x, y) => y - x } }), [9, 8])
    assert.equal(await numbers(9, 4).min({ by: n => -n }), 9)
  })

  test('groups are arrays once collected, and groups while iterated', async () => {
    const groups = numbers(3, 2)
      .map(n => [n % 2, n])
      .groupByKey({ numPartitions: 2 })
    assert.deepEqual(await groups.collect(), [
      [0, [2]],
      [1, [1, 3]],
    ])
    assert.deepEqual(await groups.first(), [0, [2]])
    for await (const [, group] of groups) assert.deepEqual(group.toArray(), [...group])
    const sides = groups
      .keys()
      .map(k => [k, `${k}`])
      .cogroup([groups.map(([k]) => [k, k])])
    assert.deepEqual((await sides.sortByKey().collect())[1], [1, [['1'], [1]]])
  })

  test('what the function does wrong on the driver is told as in a task', async () => {
    const two = numbers(2, 2)
    const boom = (): never => {
      throw new RangeError('boom')
    }
    await assert.rejects(two.reduce(boom), code('TASK_FAILED', /given to reduce threw RangeError: boom/))
    const promise = (() => Promise.resolve(1)) as never
    await assert.rejects(two.reduce(promise), code('TASK_FAILED', /given to reduce returned a promise/))
  })

  test('saveAsTextFile makes the whole directory or none of it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'partita-save-'))
    const path = join(root, 'out')
    const lines = numbers(3, 2).map(n => `line ${n}`)
    const fail = (): never => {
      throw new Error('no')
    }
    await assert.rejects(lines.filter(fail).saveAsTextFile(path), code('TASK_FAILED', /filter/))
    assert.deepEqual(readdirSync(root), [])
    await lines.saveAsTextFile(path)
    assert.deepEqual(readdirSync(path), ['_SUCCESS', 'part-00000', 'part-00001'])
    assert.equal(readFileSync(join(path, 'part-00001'), 'utf8'), 'line 2\nline 3\n')
    await assert.rejects(lines.saveAsTextFile(path), code('OUTPUT', /exists already/))
    rmSync(root, { recursive: true })
  })
})

describe('pairs', () => {
  const left = session.parallelize(
    [
      [1, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ],
    2,
  )
  const right = session.parallelize(
    [
      [1, 'x'],
      [2, 'y'],
      [2, 'z'],
      [4, 'w'],
    ],
    3,
  )

  test('joins pair every match; the missing side of an outer one is undefined', async () => {
    const inner = [
      [1, ['a', 'x']],
      [1, ['b', 'x']],
      [2, ['c', 'y']],
      [2, ['c', 'z']],
    ]
    assert.deepEqual(await left.join(right).sortByKey().collect(), inner)
    const outer = await left.leftOuterJoin(right).sortByKey().collect()
    assert.deepEqual(outer, [...inner, [3, ['d', undefined]]])
    assert.equal(await left.cogroup([right]).count(), 4)
    assert.equal(await left.join(session.emptyRDD<[number, string]>()).count(), 0)
  })

  test('values are mapped under their keys', async () => {
    assert.deepEqual(await left.mapValues(v => v + v).take(1), [[1, 'aa']])
    assert.deepEqual(await left.flatMapValues(v => [v, 'and']).take(3), [
      [1, 'a'],
      [1, 'and'],
      [1, 'b'],
    ])
    assert.deepEqual(await left.keys().collect(), [1, 1, 2, 3])
    assert.deepEqual(await left.values().collect(), ['a', 'b', 'c', 'd'])
  })

  test('accumulators of a key are created and merged within partitions, then across them', async () => {
    const show = numbers(4, 2)
      .map(n => [0, `${n}`])
      .combineByKey(
        v => `<${v}`,
        (a, v) => a + v,
        (a, b) => `${a}|${b}`,
      )
    assert.deepEqual(await show.collect(), [[0, '<12|<34']])
    const max = { concat: (x: number, y: number) => Math.max(x, y) }
    assert.deepEqual(
      await numbers(4, 2)
        .keyBy(() => 'max')
        .reduceByKey(max)
        .values()
        .collect(),
      [4],
    )
  })

  test('distinct keeps the first of equals', async () => {
    const by = { by: (n: number) => n % 3, numPartitions: 1 }
    assert.deepEqual(await numbers(9, 4).distinct(by).collect(), [1, 2, 3])
    const records = session.parallelize(
      [
        [0, -0],
        [-0, 0],
        [1, Number.NaN],
        [1, Number.NaN],
      ],
      3,
    )
    assert.equal(await records.distinct().count(), 2)
  })

  test('fp-ts sees a Functor, a Filterable and the monoid of union', async () => {
    const words = numbers(4, 2)
    const odd = (n: number) => n % 2 === 1
    const { left, right } = Filterable.partitionMap(words, n => (odd(n) ? E.left(n) : E.right(`${n}`)))
    assert.deepEqual(
      [await left.collect(), await right.collect()],
      [
        [1, 3],
        ['2', '4'],
      ],
    )
    const parts = Filterable.partition(words, odd)
    assert.deepEqual(
      [await parts.left.collect(), await parts.right.collect()],
      [
        [2, 4],
        [1, 3],
      ],
    )
    assert.deepEqual(await Filterable.filterMap(words, O.fromPredicate(odd)).collect(), [1, 3])
    const { concat, empty } = getUnionMonoid<number>(session)
    assert.deepEqual(await concat(concat(empty, words), numbers(2, 1)).collect(), [1, 2, 3, 4, 1, 2])
  })
})
