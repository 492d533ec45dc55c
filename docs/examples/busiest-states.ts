// Flights of 2008 by the state they left from: two CSV tables of the package vega-datasets, an aggregation by key, a
// join and a sort.

import { openSession, schema } from 'partita'

const data = 'node_modules/vega-datasets/data'
const flights = schema({ origin: 'string', destination: 'string', count: 'int32' })
const airports = schema({ iata: 'string', name: 'string', state: 'string' })

const session = await openSession({ appName: 'busiest states' })
try {
  const departures = session
    .csv(`${data}/flights-airport.csv`, { columns: flights })
    .map(({ origin, count }) => [origin, count])
    .reduceByKey((a, b) => a + b)

  const byState = session
    .csv(`${data}/airports.csv`, { columns: airports })
    .keyBy(airport => airport.iata)
    .join(departures)
    .map(([, [{ state }, flights]]) => [state, { flights, airports: 1 }])
    .reduceByKey((a, b) => ({ flights: a.flights + b.flights, airports: a.airports + b.airports }))
    .sortBy(([, { flights }]) => flights, { ascending: false })

  console.log('Flights by state of departure:')
  console.table((await byState.take(10)).map(([state, totals]) => ({ state, ...totals })))
  console.log(await byState.explain())
  console.log('Where the time went:')
  console.table(session.profile())
} finally {
  await session.close()
}
