// Trips of a taxi-like CSV file: filtered by fare, summed and counted by (zone, hour), the key as a tuple and as a
// string, beside the everyday program. Run with: npx tsx bench/csv-aggregate.ts [megabytes]

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { openSession } from 'partita'
import { measure } from './measure.ts'
import { taxiCsv } from './taxi-csv.ts'

const megabytes = Number(process.argv[2] ?? 150)
const path = await taxiCsv(megabytes)
const session = await openSession({ master: 'local[2]' })

interface Totals {
  readonly cents: number
  readonly trips: number
}
const inOrder = (totals: readonly (readonly [string, Totals])[]) =>
  totals.map(([key, { cents, trips }]) => [key, trips, cents] as const).sort(([a], [b]) => (a < b ? -1 : 1))

const trips = session
  .csv(path, {
    columns: { pickup: 'string', zone: 'int32', fare: 'float64' },
  })
  .filter(({ fare }) => fare > 10)
/** All columns typed: those that no closure reads are checked and not made. */
const all = session.csv(path, {
  columns: {
    vendor: 'int32',
    pickup: 'string',
    dropoff: 'string',
    passengers: 'int32',
    distance: 'float64',
    rate: 'int32',
    flag: 'string',
    zone: 'int32',
    to: 'int32',
    payment: 'int32',
    fare: 'float64',
    extra: 'float64',
    tax: 'float64',
    tip: 'float64',
    tolls: 'float64',
    surcharge: 'float64',
    total: 'float64',
    congestion: 'float64',
    airport: 'float64',
  },
})
const plus = (a: Totals, b: Totals): Totals => ({ cents: a.cents + b.cents, trips: a.trips + b.trips })

const everyday = async () => {
  const totals = new Map<string, { cents: number; trips: number }>()
  let head: string[] | undefined
  let [pickup, zone, fare] = [0, 0, 0]
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: 1000 })) {
    const fields = line.split(',')
    if (head === undefined) {
      head = fields
      ;[pickup, zone, fare] = [head.indexOf('pickup'), head.indexOf('zone'), head.indexOf('fare')]
      continue
    }
    const amount = Number(fields[fare])
    if (amount <= 10) continue
    const key = `${Number(fields[zone])}-${Number(fields[pickup]!.slice(11, 13))}`
    const own = totals.get(key)
    if (own === undefined) totals.set(key, { cents: Math.round(amount * 100), trips: 1 })
    else {
      own.cents += Math.round(amount * 100)
      own.trips++
    }
  }
  return inOrder([...totals])
}

try {
  await measure(
    `fares by zone and hour, ${megabytes} MB`,
    [
      {
        name: 'partita, [zone, hour]',
        run: async () => {
          const totals = trips
            .map(({ zone, pickup, fare }) => [
              [zone, Number(pickup.slice(11, 13))],
              { cents: Math.round(fare * 100), trips: 1 },
            ])
            .reduceByKey(plus)
          return inOrder((await totals.collect()).map(([[zone, hour], own]) => [`${zone}-${hour}`, own]))
        },
      },
      {
        name: 'partita, `zone-hour`',
        run: async () => {
          const totals = trips
            .map(({ zone, pickup, fare }) => [
              `${zone}-${Number(pickup.slice(11, 13))}`,
              { cents: Math.round(fare * 100), trips: 1 },
            ])
            .reduceByKey(plus)
          return inOrder(await totals.collect())
        },
      },
      {
        name: 'partita, all 19 columns typed',
        run: async () => {
          const totals = all
            .filter(({ fare }) => fare > 10)
            .map(({ zone, pickup, fare }) => [
              `${zone}-${Number(pickup.slice(11, 13))}`,
              { cents: Math.round(fare * 100), trips: 1 },
            ])
            .reduceByKey(plus)
          return inOrder(await totals.collect())
        },
      },
      { name: 'everyday program, 1 thread', run: everyday },
    ],
    { rounds: 3, unit: megabytes, unitName: 'MB' },
  )
} finally {
  await session.close()
}
