// DataFrames whose types follow from their schemas. Checked by `npm run types`, never run.

import { type DataFrame, type Session, schema } from 'partita'
import {
  array,
  avg,
  type Column,
  coalesce,
  col,
  collectList,
  concat,
  count,
  countDistinct,
  explode,
  explodeOuter,
  lag,
  length,
  lit,
  max,
  rank,
  round,
  rowNumber,
  struct,
  sum,
  udf,
  when,
  year,
} from 'partita/sql'
import { is } from './is.ts'

const trip = schema({
  zone: 'int32',
  fare: 'float64',
  at: 'timestamp?',
  note: 'string?',
  price: 'decimal(10,2)',
  tags: { list: 'string' },
})
type Trip = {
  readonly zone: 'int32'
  readonly fare: 'float64'
  readonly at: 'timestamp?'
  readonly note: 'string?'
  readonly price: 'decimal(10,2)'
  readonly tags: { readonly list: 'string' }
}

export const columns = async (session: Session) => {
  const trips = session.createDataFrame([], trip)
  is<DataFrame<Trip>>().of(trips)
  const [row] = await trips.collect()
  is<{
    readonly zone: number
    readonly fare: number
    readonly at: Date | null
    readonly note: string | null
    readonly price: string
    readonly tags: readonly string[]
  }>().of(row!)

  is<DataFrame<{ readonly zone: 'int32'; readonly at: 'timestamp?' }>>().of(trips.select('zone', 'at'))
  is<DataFrame<Trip>>().of(trips.select('*'))
  const computed = trips.select(t => ({
    zone: t.zone,
    next: t.zone.plus(1),
    half: t.zone.times(0.5),
    tip: t.fare.times(2).plus(t.zone),
    rate: t.fare.div(t.zone),
    late: t.at.gt(new Date(0)),
    early: t.fare.lt(10).and(t.zone.ne(3)),
    year: year(t.at),
    size: length(t.note),
    text: t.zone.cast('string'),
    maybe: t.note.tryCast('int64'),
    kind: when(t.fare.gt(50), 'long').otherwise('short'),
    open: when(t.fare.gt(50), 'long'),
    noted: coalesce(t.note, lit('none')),
    both: concat(t.note, t.note),
    point: struct({ x: t.fare, y: t.zone }),
    pair: array(t.zone, t.zone),
    cents: round(t.price, 1),
  }))
  is<
    DataFrame<{
      readonly zone: 'int32'
      readonly next: 'int32'
      readonly half: 'float64'
      readonly tip: 'float64'
      readonly rate: 'float64'
      readonly late: 'boolean?'
      readonly early: 'boolean'
      readonly year: 'int32?'
      readonly size: 'int32?'
      readonly text: 'string'
      readonly maybe: 'int64?'
      readonly kind: 'string'
      readonly open: 'string?'
      readonly noted: 'string'
      readonly both: 'string?'
      readonly point: { readonly struct: { readonly x: 'float64'; readonly y: 'int32' } }
      readonly pair: { readonly list: 'int32' }
      readonly cents: `decimal(${number},${number})`
    }>
  >().of(computed)
  is<DataFrame<{ readonly zone: 'int32'; readonly cost: 'float64' }>>().of(
    trips.select(t => [t.zone, t.fare.as('cost')]),
  )
  is<Column<'float64'>>().of({} as typeof x)
  const x = computed.select(t => ({ x: t.point.getField('x') })).select(t => ({ y: t.x })) && lit(1.5)

  is<DataFrame<Omit<Trip, 'note'>['zone'] extends 'int32' ? Pickless : never>>().of(
    trips.drop('note', 'price'),
  )
  is<'cost'>().of({} as Extract<keyof ShapeOf<ReturnType<typeof renamed>>, 'cost' | 'fare'>)
  const renamed = () => trips.rename({ fare: 'cost' })
  is<DataFrame<{ readonly zone: 'string'; readonly fare: 'float64' }>>().of(
    trips
      .select('zone', 'fare')
      .withColumn('zone', t => t.zone.cast('string'))
      .select('zone', 'fare'),
  )
  is<'tag'>().of({} as keyof ShapeOf<ReturnType<typeof exploded>>)
  is<DataFrame<{ readonly tag: 'string?' }>>().of(trips.select(t => ({ tag: explodeOuter(t.tags) })))
  const exploded = () => trips.select(t => ({ tag: explode(t.tags) }))
}
type Pickless = {
  readonly zone: 'int32'
  readonly fare: 'float64'
  readonly at: 'timestamp?'
  readonly tags: { readonly list: 'string' }
}
type ShapeOf<D> = D extends DataFrame<infer S> ? S : never

export const groups = async (session: Session, dynamic: number) => {
  const trips = session.createDataFrame([], trip)
  const revenue = trips
    .where(t => t.fare.gt(0))
    .groupBy('zone')
    .agg(t => ({
      revenue: sum(t.fare),
      zones: sum(t.zone),
      cost: sum(t.price),
      mean: avg(t.zone),
      trips: count(),
      kinds: countDistinct(t.note),
      latest: max(t.at),
      notes: collectList(t.note),
    }))
  is<
    DataFrame<{
      readonly zone: 'int32'
      readonly revenue: 'float64?'
      readonly zones: 'int64?'
      readonly cost: 'decimal(38,2)?'
      readonly mean: 'float64?'
      readonly trips: 'int64'
      readonly kinds: 'int64'
      readonly latest: 'timestamp?'
      readonly notes: { readonly list: 'string' }
    }>
  >().of(revenue)
  const [first] = await revenue.take(1)
  is<bigint | null>().of(first!.zones)
  is<bigint>().of(first!.trips)
  is<DataFrame<{ readonly note: 'string?'; readonly 'sum(fare)': 'float64?' }>>().of(
    trips.groupBy('note').sum('fare'),
  )
  is<DataFrame<{ readonly zone: 'int32'; readonly count: 'int64' }>>().of(trips.groupBy('zone').count())
  is<DataFrame<{ readonly year: 'int32?'; readonly n: 'int64' }>>().of(
    trips.groupBy(t => ({ year: year(t.at) })).agg(() => ({ n: count() })),
  )
  is<DataFrame<{ readonly zone: 'int32?'; readonly n: 'int64' }>>().of(
    trips.rollup('zone').agg(() => ({ n: count() })),
  )
  is<DataFrame<{ readonly zone: 'int32'; readonly cash: 'float64?'; readonly card: 'float64?' }>>().of(
    trips
      .groupBy('zone')
      .pivot('note', ['cash', 'card'])
      .agg(t => ({ revenue: sum(t.fare) })),
  )
  is<DataFrame<{ readonly n: 'int64' }>>().of(trips.agg(() => ({ n: count() })))
  is<DataFrame<{ readonly r: 'int32'; readonly n: 'int32'; readonly before: 'float64?' }>>().of(
    trips.select(t => ({
      r: rank().over({ partitionBy: t.zone, orderBy: t.fare.desc() }),
      n: rowNumber().over({ orderBy: 'fare', rows: [-1, 0] }),
      before: lag(t.fare).over({ orderBy: t.at }),
    })),
  )
  // A number that is not written out may be a fraction: the sum is a bigint or a number.
  is<'int64?' | 'float64?'>().of({} as ShapeOf<ReturnType<typeof summed>>['s'])
  const summed = () => trips.agg(t => ({ s: sum(t.zone.plus(dynamic)) }))
}

export const joins = (session: Session) => {
  const trips = session.createDataFrame([], { zone: 'int32?', fare: 'float64' })
  const zones = session.createDataFrame([], { zone: 'int32', name: 'string', rate: 'float64?' })
  is<
    DataFrame<{
      readonly zone: 'int32'
      readonly fare: 'float64'
      readonly name: 'string'
      readonly rate: 'float64?'
    }>
  >().of(trips.join(zones, 'zone'))
  is<
    DataFrame<{
      readonly zone: 'int32?'
      readonly fare: 'float64'
      readonly name: 'string?'
      readonly rate: 'float64?'
    }>
  >().of(trips.join(zones, 'zone', 'left'))
  is<
    DataFrame<{
      readonly zone: 'int32'
      readonly fare: 'float64?'
      readonly name: 'string'
      readonly rate: 'float64?'
    }>
  >().of(trips.join(zones, 'zone', 'right'))
  is<
    DataFrame<{
      readonly zone: 'int32?'
      readonly fare: 'float64?'
      readonly name: 'string?'
      readonly rate: 'float64?'
    }>
  >().of(trips.join(zones, ['zone'], 'full'))
  is<DataFrame<{ readonly zone: 'int32?'; readonly fare: 'float64' }>>().of(trips.join(zones, 'zone', 'anti'))
  // By a condition both zones stay: they are reached by an alias.
  is<DataFrame<{ readonly fare: 'float64'; readonly name: 'string?'; readonly rate: 'float64?' }>>().of(
    trips.join(zones, (trip, zone) => trip.zone.eq(zone.zone), 'left'),
  )
  is<DataFrame<{ readonly zone: 'int32?'; readonly fare: 'float64' }>>().of(
    trips.union(zones.select('zone', 'rate')),
  )
  is<
    DataFrame<{
      readonly zone: 'int32?'
      readonly fare: 'float64?'
      readonly name: 'string?'
      readonly rate: 'float64?'
    }>
  >().of(trips.unionByName(zones, { allowMissing: true }))
  is<DataFrame<{ readonly zone: 'int32'; readonly fare: 'float64' }>>().of(trips.dropna())
  is<DataFrame<{ readonly zone: 'int32'; readonly fare: 'float64' }>>().of(trips.fillna(0))
  is<DataFrame<{ readonly zone: 'int32'; readonly fare: 'float64' }>>().of(trips.fillna({ zone: 0 }))
  is<
    DataFrame<{ readonly a: 'float64'; readonly b: 'string?'; readonly c: { readonly list: 'boolean' } }>
  >().of(session.createDataFrame([{ a: 1, b: null as string | null, c: [true] }]))
}

export const unknown = async (frame: DataFrame) => {
  const picked = frame.where(t => t.fare.gt(1)).select('zone', 'fare')
  picked
    .orderBy(t => t.zone.desc())
    .groupBy('zone')
    .agg(t => ({ revenue: sum(t.fare) }))
  frame.withColumn('x', col('fare').plus(1)).groupBy(col('zone')).agg(sum('fare').as('revenue'))
  for await (const row of frame) row.anything
  for (const row of await picked.collect()) {
    row.fare
    // @ts-expect-error what was picked is known
    row.name
  }
}

export const functions = (session: Session) => {
  const people = session.createDataFrame([], {
    name: 'string',
    age: 'int32?',
    born: 'date',
    score: 'float64',
  })
  const initials = udf((name: string) => name.replace(/[^A-Z]/g, ''), 'string')
  const older = udf((age: number | null, years: number) => (age === null ? null : age + years), 'int32?')
  const looked = udf(async (name: string) => [name], { list: 'string' }, { concurrency: 4 })
  const halves = udf(scores => Float64Array.from(scores as Iterable<number>, x => x / 2), 'float64', {
    columns: true,
  })
  is<
    DataFrame<{
      readonly initials: 'string'
      readonly older: 'int32?'
      readonly looked: { readonly list: 'string' }
      readonly halves: 'float64'
    }>
  >().of(
    people.select(t => ({
      initials: initials(t.name),
      older: older(t.age, lit(1)),
      looked: looked('name'),
      halves: halves(t.score),
    })),
  )
  const year = session.registerFunction('yearOf', (born: Date) => born.getUTCFullYear(), 'int32')
  is<DataFrame<{ readonly year: 'int32' }>>().of(people.select(t => ({ year: year(t.born) })))
  people.select(t => ({
    // @ts-expect-error a number is no text
    made: initials(t.score),
  }))
  people.select(t => ({
    // @ts-expect-error null is not taken
    made: udf((age: number) => age, 'int32')(t.age),
  }))
  // @ts-expect-error it gives a number
  udf((name: string) => name.length, 'string')
}
