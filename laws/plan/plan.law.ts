// Plans as people read them: golden texts of pipelines whose every shuffle is meant, and what holds of all plans.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type RDD, type Session } from 'partita'
import { determinacyOf } from '../../src/lineage/determinacy.ts'
import type { Lineage } from '../../src/lineage/lineage.ts'
import { partitionerOf } from '../../src/lineage/partitioner-of.ts'
import { numPartitionsOf, plainSourcePartitions } from '../../src/lineage/partitions.ts'
import { cutStages } from '../../src/plan/stage.ts'
import { build } from '../arbitrary/build.ts'
import { program } from '../arbitrary/program.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'local[1]' })
})
after(() => session.close())

const stagesOf = (lineage: Lineage) =>
  cutStages(lineage, {
    numPartitionsOf: node => numPartitionsOf(node, source => plainSourcePartitions(source)!),
    determinacyOf,
    partitionerOf,
  })

/** Stages without the call sites, which move with this file. */
const plan = async (rdd: RDD<unknown>) => (await rdd.explain()).replaceAll(/ at \S+:\d+:\d+/g, '').split('\n')

const pairs = () => session.range(0, 10, 1, 3).map(x => [x % 2, x])

test('narrow operations are one stage', async () => {
  const rdd = session
    .range(0, 10, 1, 3)
    .map(x => x + 1)
    .filter(x => x > 2)
    .union(session.range(0, 4, 1, 2))
  assert.deepEqual(await plan(rdd.coalesce(2)), [
    'Stage 0: 2 tasks',
    '  range → map → filter → range → union → coalesce',
    '  → the action',
  ])
})

test('a word count combines before its one shuffle', async () => {
  assert.deepEqual(await plan(pairs().reduceByKey((a, b) => a + b, { numPartitions: 2 })), [
    'Stage 0: 3 tasks',
    '  range → map',
    '  → shuffle for reduceByKey',
    '    because records of one key must meet: by hash of the key into 2 partitions, combined before they move',
    'Stage 1: 2 tasks, reads stage 0',
    '  reduceByKey',
    '  → the action',
  ])
})

test('sides of a join that are partitioned alike are not shuffled again', async () => {
  const sums = pairs().reduceByKey((a, b) => a + b, { numPartitions: 2 })
  const lists = pairs().groupByKey({ numPartitions: 2 })
  const stages = stagesOf(sums.join(lists, { numPartitions: 2 }).lineage)
  assert.equal(stages.length, 3)
  const other = stagesOf(sums.join(pairs(), { numPartitions: 2 }).lineage)
  assert.deepEqual(
    other.map(stage => stage.output?.into.operator),
    ['join', 'reduceByKey', undefined],
  )
})

test('what keeps the keys where they are spares every further shuffle, and says so', async () => {
  const placed = pairs().partitionBy(2)
  const add = (a: number, b: number) => a + b
  const keeping: readonly ((rdd: typeof placed) => typeof placed)[] = [
    rdd => rdd.filter(() => true),
    rdd => rdd.mapValues(v => v + 1),
    rdd => rdd.flatMapValues(v => [v]),
    rdd => rdd.mapPartitions(it => it, { preservesPartitioning: true }),
    rdd => rdd.persist('disk'),
    rdd => rdd.setName('placed'),
    rdd => rdd.union(rdd.mapValues(v => -v)),
    rdd => rdd.distinct(),
    rdd => rdd.reduceByKey(add),
  ]
  const grouping: readonly ((rdd: typeof placed) => RDD<unknown>)[] = [
    rdd => rdd.reduceByKey(add),
    rdd => rdd.groupByKey(),
    rdd => rdd.join(placed),
    rdd => rdd.cogroup([placed, placed.mapValues(v => v)]),
    rdd => rdd.subtractByKey(placed),
    rdd => rdd.distinct(),
    rdd => rdd.partitionBy(2),
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...keeping), { maxLength: 4 }),
      fc.constantFrom(...grouping),
      (kept, group) => {
        const rdd = group(kept.reduce((rdd, keep) => keep(rdd), placed))
        assert.deepEqual(rdd.partitioner, placed.partitioner)
        const stages = stagesOf(rdd.lineage)
        assert.deepEqual(
          stages.map(stage => stage.output?.into.operator),
          ['partitionBy', undefined],
        )
        assert.equal(rdd.toDebugString().split('+-').length, 2)
      },
    ),
  )
  assert.deepEqual((await plan(placed.filter(() => true).reduceByKey(add))).slice(-5), [
    'Stage 1: 2 tasks, reads stage 0',
    '  partitionBy → filter → reduceByKey',
    '  reduceByKey moves nothing',
    '    because its input is by hash of the key into 2 partitions already',
    '  → the action',
  ])
})

test('a shuffle that two branches read is made once', () => {
  const sums = pairs().reduceByKey((a, b) => a + b, { numPartitions: 2 })
  assert.equal(stagesOf(sums.union(sums.mapValues(v => -v)).lineage).length, 2)
})

test('parents come first, every wide edge is cut once, and no stage looks through one', () => {
  fc.assert(
    fc.property(program, data => {
      const stages = stagesOf(build(session, data).lineage)
      const outputs = stages.flatMap(stage => (stage.output === undefined ? [] : [stage.output.id]))
      assert.equal(new Set(outputs).size, outputs.length)
      assert.equal(stages.filter(stage => stage.output === undefined).length, 1)
      for (const [index, stage] of stages.entries()) {
        assert.equal(stage.id, index)
        for (const parent of stage.parents) assert.ok(parent.id < stage.id)
        assert.deepEqual(
          new Set(stage.parents.map(parent => parent.output!.id)),
          new Set(stage.reads.map(edge => edge.id)),
        )
      }
    }),
  )
})

test('deep and wide lineages are planned', { timeout: 30_000 }, () => {
  let chain: RDD<number> = session.range(0, 10, 1, 2)
  for (let i = 0; i < 100_000; i++) chain = chain.map(x => x + 1)
  assert.equal(stagesOf(chain.lineage)[0]!.operators.length, 100_001)
  let diamonds: RDD<unknown> = session.range(0, 10, 1, 2)
  for (let i = 0; i < 60; i++) diamonds = diamonds.zip(diamonds)
  assert.equal(stagesOf(diamonds.lineage).length, 1)
})
