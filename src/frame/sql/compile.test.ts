// The SQL that plans become: as somebody would have typed it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DataFrame, openSession, type Session } from 'partita'
import { col, count, rank, sum } from 'partita/sql'

let session: Session
let trips: DataFrame<{ zone: 'int32'; fare: 'float64' }>
before(async () => {
  session = await openSession({ master: 'reference' })
  trips = session.createDataFrame([], { zone: 'int32', fare: 'float64' })
})
after(() => session.close())

const sqlOf = async (frame: DataFrame): Promise<string> => {
  const [, sql = ''] = /== SQL\n(.*?)\n\n== /s.exec(await frame.explain()) ?? []
  return sql
    .replaceAll(/partita_batches\('rows\d+'\)/g, 'trips')
    .replaceAll(/\(select\d+\)|\(withColumn\d+\)/g, '(…)')
}

test('filters, columns, groups, order and limit are one SELECT', async () => {
  const frame = trips
    .where(t => t.fare.gt(5).or(t.zone.isNull()))
    .where(t => t.zone.ne(3))
    .withColumn('tip', t => t.fare.times(0.1))
    .groupBy('zone')
    .agg(t => ({ tips: sum(t.tip), trips: count() }))
    .orderBy(t => t.tips.desc())
    .limit(3)
  assert.equal(
    await sqlOf(frame),
    'SELECT "zone", sum("fare" * 0.1e0) AS "tips", count(*) AS "trips" FROM trips' +
      ' WHERE ("fare" > 5 OR "zone" IS NULL) AND "zone" <> 3 GROUP BY 1 ORDER BY "tips" DESC NULLS LAST LIMIT 3',
  )
})

test('what was computed is not computed twice, nor seen too early', async () => {
  assert.equal(
    await sqlOf(trips.select(t => ({ x: t.fare.plus(1) })).select(t => ({ y: t.x.times(t.x) }))),
    'SELECT "x" * "x" AS "y" FROM (SELECT "fare" + 1 AS "x" FROM trips)',
  )
  assert.equal(
    await sqlOf(trips.select(t => ({ x: t.fare.plus(1) })).select(t => ({ y: t.x.times(2) }))),
    'SELECT ("fare" + 1) * 2 AS "y" FROM trips',
  )
  assert.equal(
    await sqlOf(
      trips
        .withColumn('r', t => rank().over({ partitionBy: t.zone, orderBy: t.fare.desc() }))
        .where(t => t.r.eq(1)),
    ),
    'SELECT * FROM (SELECT "zone", "fare", CAST(rank() OVER (PARTITION BY "zone" ORDER BY "fare" DESC NULLS LAST)' +
      ' AS INTEGER) AS "r" FROM trips) WHERE "r" = 1',
  )
})

test('joins of joins are one FROM, and what is shared is written once', async () => {
  const zones = session.createDataFrame([], { zone: 'int32', name: 'string' })
  const twice = trips.join(zones, 'zone').join(zones.rename({ name: 'again' }), 'zone', 'left')
  assert.equal(
    await sqlOf(twice),
    'SELECT t1."zone", t1."fare", t2."name", t3."again" FROM trips AS t1 JOIN trips AS t2 ON t1."zone" = t2."zone"' +
      ' LEFT JOIN (SELECT "zone", "name" AS "again" FROM trips) AS t3 ON t1."zone" = t3."zone"',
  )
  const cheap = trips.where(t => t.fare.lt(5))
  assert.equal(
    await sqlOf(cheap.union(cheap)),
    'WITH partita_q1 AS (SELECT * FROM trips WHERE "fare" < 5) SELECT * FROM partita_q1 UNION ALL SELECT * FROM partita_q1',
  )
})

test('names and values are quoted, whatever is in them', async () => {
  const odd = trips.select(col('zone').as(`a"b'c`)).where(col(`a"b'c`).eq(1))
  assert.equal(await sqlOf(odd), `SELECT "zone" AS "a""b'c" FROM trips WHERE "zone" = 1`)
  assert.equal(
    await sqlOf(trips.where(t => t.zone.cast('string').eq(`'; DROP TABLE x; --`))),
    `SELECT * FROM trips WHERE CAST("zone" AS VARCHAR) = '''; DROP TABLE x; --'`,
  )
})
