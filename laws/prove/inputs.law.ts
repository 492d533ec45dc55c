// The kit's arbitraries, and its public names.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSession, type Session } from 'partita'
import * as laws from 'partita/laws'
import { arbitraryRDD, fromPartitions, partitioned } from 'partita/laws'
import { layout } from '../statement/data.ts'

let session: Session
before(async () => {
  session = await openSession({ master: 'reference' })
})
after(() => session.close())

test('inputs are as large as asked, in every kind of partition', () => {
  const extent = { minLength: 2, maxLength: 5, partitions: 3 }
  const seen = fc.sample(partitioned(fc.nat(), extent), 500)
  for (const parts of seen) {
    assert.ok(parts.length >= 1 && parts.length <= 3)
    assert.ok(parts.flat().length >= 2 && parts.flat().length <= 5)
  }
  for (const count of [1, 2, 3]) assert.ok(seen.some(({ length }) => length === count))
  for (const at of [0, 1, 2]) assert.ok(seen.some(parts => parts[at]?.length === 0 && parts.length > 1))
})

test('an RDD has exactly the partitions it was given', () =>
  fc.assert(
    fc.asyncProperty(partitioned(fc.nat()), async parts => {
      assert.deepEqual(await layout(fromPartitions(session, parts)), parts)
    }),
  ))

test('an arbitrary RDD is an RDD, and shows its records', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRDD(session, fc.nat(9)), arbitraryRDD(session, fc.nat(9)), async (a, b) => {
      assert.equal(await a.union(b).count(), (await a.count()) + (await b.count()))
    }),
  )
  const details = await fc.check(
    fc.asyncProperty(arbitraryRDD(session, fc.nat(9)), async rdd => (await rdd.count()) < 2),
  )
  assert.match(fc.defaultReportMessage(details) ?? '', /Counterexample: \[RDD of \[\[0,0\]\]\]/)
})

test('the public names of partita/laws', () =>
  assert.deepEqual(Object.keys(laws).sort(), [
    'arbitraryRDD',
    'checkCombiner',
    'checkDeterminism',
    'checkPipeline',
    'fromPartitions',
    'partitioned',
    'pipelineProperty',
    'upToRounding',
  ]))
