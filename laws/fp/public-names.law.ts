// The public surface, name by name. A change here is a change of the contract: CHANGELOG and README go with it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fp from '../../src/fp.ts'
import * as partita from '../../src/index.ts'
import { openSession } from '../../src/index.ts'

const words = (text: string): string[] => text.trim().split(/\s+/).sort()

/** The names in `export { … }`, `export const …`, `export type …`, types included. */
const exported = (file: string): string[] => {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8')
  assert.doesNotMatch(source, /export \*|export default/)
  const lists = [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    list!.split(',').map(name => name.replace('type ', '').trim()),
  )
  const declared = [...source.matchAll(/^export (?:const|type|interface) (\w+)/gm)].map(([, name]) => name!)
  return [...lists, ...declared].filter(name => name !== '').sort()
}

test('partita', () => {
  assert.deepEqual(
    Object.keys(partita).sort(),
    words('Group PartitaError explainClosure openSession schema task'),
  )
  assert.deepEqual(
    exported('index.ts'),
    words(`
      Accumulator Broadcast Column ColumnType Columns Combiner CsvOptions Event FaultCode Group Hint Lineage Listener Monoid Ord Orderable
      PartitaError Partitioner Partitions PersistedRDD Position RDD Ranking Row Running Schema Semigroup Session
      SessionOptions Size Sorting StageInfo StageProfile StorageLevel TaskInfo TaskMetrics TextEncoding TextOptions
      Tuple Wide Zero explainClosure openSession schema task`),
  )
})

test('partita/fp', () => {
  assert.deepEqual(exported('fp.ts'), [...Object.keys(fp), 'Action', 'PersistedRDD', 'RDD'].sort())
  assert.deepEqual(
    Object.keys(fp).sort(),
    words(`
      Compactable Filterable Functor URI aggregate cache coalesce cogroup collect combineByKey compact count distinct
      explain filter first flatMap flatMapValues fold foreach getNumPartitions getUnionMonoid glom groupByKey isEmpty
      join keyBy keys leftOuterJoin map mapPartitions mapPartitionsWithIndex mapValues max min persist reduce
      reduceByKey reject repartition saveAsTextFile separate sortBy sortByKey sum take takeOrdered toLocalIterator top
      union unpersist values zip`),
  )
})

test('methods of a session, an RDD and a persisted RDD', async () => {
  const session = await openSession({ master: 'reference' })
  const members = (object: object): string[] =>
    Object.getOwnPropertyNames(object).filter(name => name !== 'toString')
  const rdd = session.range(1)
  const persisted = rdd.persist()
  assert.deepEqual(
    members(session).sort(),
    words(`
      accumulator appName broadcast close counter csv defaultParallelism emptyRDD parallelize profile range subscribe
      textFile union`),
  )
  assert.deepEqual(
    [...members(rdd), ...members(Object.getPrototypeOf(rdd))].sort(),
    words(`
      aggregate cache coalesce cogroup collect combineByKey count distinct driver explain filter first flatMap
      flatMapValues fold foreach getNumPartitions glom groupByKey isEmpty join keyBy keys leftOuterJoin lineage map
      mapPartitions mapPartitionsWithIndex mapValues max min partitioner persist reduce reduceByKey repartition
      saveAsTextFile sortBy sortByKey sum take takeOrdered toDebugString toLocalIterator top union values zip`),
  )
  assert.deepEqual(members(Object.getPrototypeOf(persisted)), ['unpersist'])
  await session.close()
})
