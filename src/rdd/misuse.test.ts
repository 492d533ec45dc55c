import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { referenceEngine } from '../engine/reference/engine.ts'
import { createSession } from './session.ts'

const open = (appName: string) =>
  createSession(referenceEngine({ freeze: async roots => () => roots }), {
    appName,
    defaultParallelism: 3,
    splitBytes: 2 ** 20,
    seed: 0,
  })
const session = open('test')
const other = open('other')
after(() => Promise.all([session.close(), other.close()]))

const code = (code: string, message: RegExp) => ({ name: 'PartitaError', code, message })
const add = (x: number, y: number): number => x + y
const rdd = session.range(3)
const pairs = rdd.map(n => [n, n])

const columns = { 1: 'string' } as const
const refusals: readonly [string, () => unknown, RegExp][] = [
  ['no function', () => rdd.map(3 as never), /^map takes a function, not 3/],
  ['an async function', () => rdd.filter((async () => true) as never), /^filter cannot wait for an async/],
  ['an async combiner', () => pairs.reduceByKey((async () => 1) as never), /^reduceByKey cannot wait/],
  ['no partitions', () => rdd.coalesce(0), /^coalesce takes a number of partitions/],
  ['half a partition', () => rdd.repartition(1.5), /^repartition takes a number of partitions/],
  ['negative partitions', () => pairs.groupByKey({ numPartitions: -1 }), /^groupByKey takes a number/],
  ['a positional count', () => pairs.reduceByKey(add, 4 as never), /^reduceByKey takes its options in/],
  ['no RDD', () => pairs.join([] as never), /^join takes an RDD, not an array/],
  ['an RDD of another session', () => rdd.union(other.range(3)), /^union takes an RDD of the same session/],
  ['text as items', () => session.parallelize('text' as never), /^parallelize takes an array/],
  ['0 slices', () => session.parallelize([1], 0), /^parallelize takes a number of partitions/],
  ['a step of 0', () => session.range(0, 9, 0), /^range takes a finite start/],
  ['no end', () => session.range(Number.POSITIVE_INFINITY), /^range takes finite numbers/],
  ['no path', () => session.textFile([]), /^textFile takes a path/],
  ['a long delimiter', () => session.csv('a', { delimiter: '::' }), /^csv takes one ASCII character/],
  ['a numbered column', () => session.csv('a', { header: false, columns }), /^csv cannot tell the place/],
  ['a storage level', () => rdd.persist('tape' as never), /^persist takes a storage level/],
  ['an empty name', () => rdd.setName(''), /^setName takes a name/],
]
for (const [name, misuse, message] of refusals)
  test(`${name}: refused where it is written`, () =>
    assert.throws(misuse, error => {
      assert.ok(error instanceof Error && 'code' in error && 'callSite' in error)
      assert.match(error.message, message)
      assert.equal(error.code, 'ARGUMENT')
      assert.equal((error.callSite as { file: string }).file, import.meta.filename)
      return true
    }))

test('an action refuses by a rejection', async () => {
  await assert.rejects(rdd.reduce(3 as never), code('ARGUMENT', /^reduce takes a function/))
  await assert.rejects(rdd.foreach(undefined as never), code('ARGUMENT', /^foreach takes a function/))
  await assert.rejects(rdd.take(1.5), code('ARGUMENT', /^take takes an integer/))
  await assert.rejects(rdd.top(2, { ord: 1 as never }), code('ARGUMENT', /^top takes an ord/))
})
