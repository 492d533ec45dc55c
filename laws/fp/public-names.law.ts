// The public surface, name by name. A change here is a change of the contract: CHANGELOG and README go with it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fp from '../../src/fp.ts'
import * as partita from '../../src/index.ts'
import { openSession } from '../../src/index.ts'
import * as sql from '../../src/sql.ts'

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
      Accumulator Approximate BadRow BadRowOptions BadRows Broadcast Column ColumnType Columns Combiner
      CsvOptions CsvSaving DataFrame DataFrameReader DataFrameWriter DecimalName Drawing Estimate Estimating
      Event FaultCode FilesOptions Fractions Group Grouped Hint JoinStrategy JoinType Joining Kept KeyMap
      Lineage ListColumn Listener MapColumn Monoid Ord Orderable ParquetOptions ParquetSaving Parsed
      PartitaError Partitioner Partitions PerWorker PersistedRDD Piping Pivoted Position RDD RDDInfo Ranking
      ReadCsv ReadParquet Retry Row Running SaveMode Saving Schema Seeded Semigroup Session SessionOptions
      ShapeOf Showing Size Sorting StageInfo StageProfile StandardSchema Stats StorageLevel StructColumn TaskInfo
      TaskMetrics TextEncoding TextOptions Tree Tuple TypeName TypedColumn TypedColumns Validated Waiting Wide
      WriteCsv WriteOptions WriteParquet WriteText Zero explainClosure openSession schema task`),
  )
})

test('partita/fp', () => {
  assert.deepEqual(exported('fp.ts'), [...Object.keys(fp), 'Action', 'PersistedRDD', 'RDD'].sort())
  assert.deepEqual(
    Object.keys(fp).sort(),
    words(`
      Compactable Filterable Functor URI aggregate aggregateByKey cache cartesian checkpoint coalesce cogroup
      collect collectAsMap combineByKey compact count countApprox countApproxDistinct countApproxDistinctByKey
      countByKey countByValue distinct explain filter filterByRange first flatMap flatMapValues fold foldByKey
      foreach foreachPartition fullOuterJoin getNumPartitions getUnionMonoid glom groupBy groupByKey groupWith
      histogram intersection isEmpty join keyBy keys leftOuterJoin lookup map mapAsync mapPartitions
      mapPartitionsWithIndex mapValues max mean meanApprox min partitionBy persist pipe randomSplit reduce
      reduceByKey reduceByKeyLocally reject repartition repartitionAndSortWithinPartitions rightOuterJoin
      sample sampleByKey sampleByKeyExact sampleStdev sampleVariance saveAsCsv saveAsJsonLines saveAsParquet
      saveAsTextFile separate setName show sortBy sortByKey stats stdev subtract subtractByKey sum sumApprox take
      takeOrdered takeSample toLocalIterator top transform treeAggregate treeReduce union unpersist values
      variance zip zipPartitions zipWithIndex zipWithUniqueId`),
  )
})

test('partita/sql', () => {
  assert.deepEqual(
    exported('sql.ts'),
    [...Object.keys(sql), 'Column', 'ColumnsFor', 'TimeUnit', 'UdfOptions', 'When', 'WindowSpec'].sort(),
  )
  assert.deepEqual(
    Object.keys(sql).sort(),
    words(`
      abs addMonths anyValue approxCountDistinct array arrayContains arrayDistinct arrayJoin asc ascii atan2
      avg broadcast bround cbrt ceil coalesce col collectList collectSet concat concatWs corr cos count
      countDistinct countIf covarPop covarSamp cumeDist dateAdd dateDiff dateFormat dateSub dateTrunc
      dayOfMonth dayOfWeek dayOfYear degrees denseRank desc every exp explode explodeOuter first firstValue
      floor greatest grouping hour instr isnan kurtosis lag last lastDay lastValue lead least length lit ln
      log10 log2 lower lpad ltrim max maxBy md5 median min minBy minute mode month not nthValue ntile nullIf
      percentRank percentile pow quarter radians rank regexpExtract regexpReplace repeat replace reverse round
      rowNumber rpad rtrim second sha256 sign sin size skewness some sortArray split sqrt stddev stddevPop
      stringAgg struct substring sum sumDistinct tan timestampMillis toDate toTimestamp translate trim
      tryDivide udf unixMillis upper varPop variance weekOfYear when year`),
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
      accumulator appName binaryFiles broadcast checkpointed close counter createDataFrame csv
      defaultParallelism dropTempView emptyRDD getRDDStorageInfo jsonLines parallelize parquet perWorker
      profile range read registerFunction sql subscribe table textFile union views wholeTextFiles`),
  )
  assert.deepEqual(
    [...members(rdd), ...members(Object.getPrototypeOf(rdd))].sort(),
    words(`
      aggregate aggregateByKey cache cartesian checkpoint coalesce cogroup collect collectAsMap combineByKey
      count countApprox countApproxDistinct countApproxDistinctByKey countByKey countByValue distinct driver
      explain filter filterByRange first flatMap flatMapValues fold foldByKey foreach foreachPartition
      fullOuterJoin getNumPartitions glom groupBy groupByKey groupWith histogram intersection isEmpty join
      keyBy keys leftOuterJoin lineage lookup map mapAsync mapPartitions mapPartitionsWithIndex mapValues max
      mean meanApprox min partitionBy partitioner persist pipe randomSplit reduce reduceByKey
      reduceByKeyLocally repartition repartitionAndSortWithinPartitions rightOuterJoin sample sampleByKey
      sampleByKeyExact sampleStdev sampleVariance saveAsCsv saveAsJsonLines saveAsParquet saveAsTextFile
      setName show sortBy sortByKey stats stdev subtract subtractByKey sum sumApprox take takeOrdered takeSample
      toDF toDebugString toLocalIterator top transform treeAggregate treeReduce union values variance zip
      zipPartitions zipWithIndex zipWithUniqueId`),
  )
  assert.deepEqual(members(Object.getPrototypeOf(persisted)), ['unpersist'])
  await session.close()
})
