// What must not compile on a DataFrame of known columns. Checked by `npm run types`, never run.

import type { Session } from 'partita'
import { avg, col, explode, sum, when } from 'partita/sql'

export const refused = (session: Session) => {
  const trips = session.createDataFrame([], {
    zone: 'int32',
    fare: 'float64',
    at: 'timestamp?',
    note: 'string?',
    paid: 'boolean',
  })
  const zones = session.createDataFrame([], { id: 'int32', name: 'string' })

  // @ts-expect-error no such column
  trips.where(t => t.fair.gt(1))
  // @ts-expect-error nor by name
  trips.select('fair')
  // @ts-expect-error nor to drop
  trips.drop('fair')
  // @ts-expect-error nor to rename
  trips.rename({ fair: 'fare' })
  // @ts-expect-error nor to group by
  trips.groupBy('zones')
  // @ts-expect-error nor to order by
  trips.orderBy('fair')
  // @ts-expect-error it is gone
  trips.drop('fare').where(t => t.fare.gt(1))
  // @ts-expect-error and so it is after a select
  trips.select('zone').select('fare')
  const grouped = trips.groupBy('zone').agg(t => ({ n: sum(t.fare) }))
  // @ts-expect-error and after a group
  grouped.select('fare')
  // @ts-expect-error a number is not a text
  trips.where(t => t.zone.eq('1'))
  // @ts-expect-error nor a text a number
  trips.where(t => t.note.gt(1))
  // @ts-expect-error nor a number a condition
  trips.where(t => t.fare)
  // @ts-expect-error a text has no sum
  trips.select(t => ({ x: t.note.plus(1) }))
  // @ts-expect-error neither in a group
  trips.agg(t => ({ x: sum(t.note) }))
  // @ts-expect-error nor an average
  trips.agg(t => ({ x: avg(t.note) }))
  // @ts-expect-error a condition is no number
  trips.select(t => ({ x: t.paid.plus(1) }))
  // @ts-expect-error only conditions are joined by and
  trips.where(t => t.paid.and(t.fare))
  // @ts-expect-error only text is like a pattern
  trips.where(t => t.zone.like('1%'))
  // @ts-expect-error only lists explode
  trips.select(t => ({ x: explode(t.note) }))
  // @ts-expect-error no such type
  trips.select(t => ({ x: t.zone.cast('int31') }))
  // @ts-expect-error a name that one side lacks
  trips.join(zones, 'zone')
  // @ts-expect-error keys of different kinds
  trips.join(zones, (trip, zone) => trip.zone.eq(zone.name))
  // @ts-expect-error no such join
  trips.join(zones, (trip, zone) => trip.zone.eq(zone.id), 'outer')
  // @ts-expect-error a semi join keeps one side
  trips.join(zones, (trip, zone) => trip.zone.eq(zone.id), 'semi').select('name')
  // @ts-expect-error a condition is a column
  when(true, 1)
  // @ts-expect-error an aggregate takes a column
  trips.agg({ x: 1 })
  // @ts-expect-error a frame does not change
  trips.plan = zones.plan
  // @ts-expect-error null until shown otherwise
  trips.collect().then(rows => rows.map(row => row.note.length))
  const counted = trips.groupBy('zone').count().collect()
  // @ts-expect-error an int64 is a bigint
  counted.then(rows => rows.map(row => row.count + 1))
  // @ts-expect-error a schema has types
  session.createDataFrame([], { zone: 'int' })
  trips.where(col('anything').gt(1))
}
