// Between the worlds: rows survive the way from an RDD to a frame and back, on every engine, and nothing runs twice that
// should run once.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { openSession, type RDD, type Session } from 'partita'
import { columnsOf } from '../arbitrary/schema.ts'
import { sameValue, table } from '../arbitrary/table.ts'

let sessions: readonly Session[]
before(async () => {
  sessions = await Promise.all(['reference', 'local[2]'].map(master => openSession({ master })))
})
after(() => Promise.all(sessions.map(session => session.close())))

test('rdd → frame → rdd → frame → rows is the identity', () =>
  fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 4 }), async ({ fields, rows }, partitions) => {
      const schema = columnsOf(fields)
      for (const session of sessions) {
        const there = session.parallelize(rows, partitions).toDF(schema)
        const back = there.rdd() as RDD<object>
        const again = back.filter(row => row !== null).toDF(schema)
        for (const found of [await there.collect(), await back.collect(), await again.collect()])
          assert.ok(sameValue(found, rows), `${session.appName}: ${fields.map(({ name }) => name).join()}`)
      }
    }),
    { numRuns: Math.min(40, Number(process.env.LAWS_RUNS ?? 100)) },
  ))

const trips = (session: Session) =>
  session
    .range(0, 1000, 1, 4)
    .map(n => ({ zone: n % 7, fare: n / 4, name: n % 3 === 0 ? null : `trip ${n}` }))
    .toDF({ zone: 'int32', fare: 'float64', name: 'string?' })

test('both engines go both ways alike', async () => {
  const results = await Promise.all(
    sessions.map(async session => {
      const frame = trips(session)
      const byZone = frame
        .filter(t => t.fare.gt(100))
        .groupBy('zone')
        .sum('fare')
        .orderBy('zone')
      const names = byZone.rdd().map(row => [row.zone, row['sum(fare)']] as const)
      return [
        await byZone.collect(),
        await names.collect(),
        await frame
          .rdd()
          .map(({ zone }) => [zone, 1])
          .reduceByKey((a, b) => a + b)
          .collect(),
        await frame.rdd().count(),
        await frame.join(frame.as('b'), 'name').count(),
        await frame
          .batches()
          .map(batch => [batch.numRows, batch.schema.fields.map(({ name }) => name)])
          .collect(),
        await frame.limit(0).rdd().glom().collect(),
      ]
    }),
  )
  assert.deepEqual(results[1], results[0])
  const [first] = await trips(sessions[1]!).batches().collect()
  assert.ok(first instanceof RecordBatch)
})

test('a query runs once for all that is made of its rows', async () => {
  for (const session of sessions) {
    const seen = session.counter('records')
    const frame = session
      .range(0, 100, 1, 2)
      .map(n => {
        seen.add(1)
        return { n }
      })
      .toDF({ n: 'int32' })
    const rows = frame.orderBy(t => t.n.desc()).rdd()
    assert.equal(await rows.count(), 100)
    assert.equal((await rows.first()).n, 99)
    assert.equal(seen.value, 100)
    assert.equal(await frame.count(), 100)
    assert.equal(seen.value, 200)
  }
})

test('without a schema the first records say what the columns are', async () => {
  for (const session of sessions) {
    const frame = session
      .parallelize(
        [
          { a: 1, b: 'x' },
          { a: 2.5, b: 'y' },
        ],
        2,
      )
      .toDF()
    assert.deepEqual(await frame.schema(), [
      { name: 'a', type: 'float64', nullable: true },
      { name: 'b', type: 'string', nullable: true },
    ])
    assert.deepEqual(await frame.filter(t => t.a.gt(1)).collect(), [{ a: 2.5, b: 'y' }])
    await assert.rejects(session.emptyRDD<{ a: number }>().toDF().count(), {
      code: 'DATA',
      operator: 'toDF',
      hint: /schema/,
    })
  }
})

test('what does not fit is named; what fails in the RDD is told as such', async () => {
  for (const session of sessions) {
    const rows = session.range(0, 300, 1, 3).map(n => ({ n: n === 250 ? 'many' : n }))
    await assert.rejects(rows.toDF({ n: 'int32' }).count(), {
      code: 'DATA',
      operator: 'toDF',
      partition: 2,
      recordIndex: 50,
      message: /n is/,
    })
    const failing = session.range(0, 10, 1, 2).map(n => {
      if (n === 7) throw new RangeError('seven')
      return { n }
    })
    await assert.rejects(failing.toDF({ n: 'int32' }).groupBy('n').count().collect(), {
      code: 'TASK_FAILED',
      operator: 'map',
      message: /seven/,
    })
    await assert.rejects(failing.toDF({ n: 'int32' }).rdd().count(), {
      code: 'TASK_FAILED',
      message: /seven/,
    })
    const control = new AbortController()
    control.abort()
    await assert.rejects(trips(session).rdd().count({ signal: control.signal }), { code: 'CANCELLED' })
  }
})

test('one explain shows both worlds', async () => {
  for (const session of sessions) {
    const frame = trips(session).filter(t => t.fare.gt(1))
    assert.match(await frame.explain(), /== SQL[\s\S]*== RDD of toDF at bridge\.law\.ts[\s\S]*range/)
    const text = await frame
      .rdd()
      .map(row => row.zone)
      .explain()
    assert.match(text, /map[\s\S]*rdd at bridge\.law\.ts:\d+ reads\n {2}filter at [\s\S]*toDF at /)
  }
})

test('a table of Arrow comes in and goes out as it is', () =>
  fc.assert(
    fc.asyncProperty(table, async ({ fields, rows }) => {
      const [session] = sessions as [Session]
      const there = session.createDataFrame(rows as readonly Record<string, unknown>[], columnsOf(fields))
      const arrow = await there.toArrow()
      const back = session.createDataFrame(arrow)
      assert.ok(sameValue(await back.collect(), rows))
      assert.equal(String((await back.toArrow()).schema), String(arrow.schema))
    }),
  ))
