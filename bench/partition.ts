// Functions of a partition by partita/bench: ways to read JSON lines, to sum by key, to give results.

import { benchPartition } from 'partita/bench'

const numbers = Array.from({ length: 100_000 }, (_, i) => i)
const trips = numbers.map(i => ({ zone: (i * 7919) % 265, fare: (i % 400) / 4 }))
const lines = trips.slice(0, 20_000).map(trip => JSON.stringify(trip))

console.table([
  await benchPartition('JSON.parse, beside a match', {
    input: lines,
    op: it => [...it].map(line => JSON.parse(line).fare as number),
    baseline: it => [...it].map(line => Number(/"fare":([\d.]+)/.exec(line)![1])),
  }),
  await benchPartition('sum by key in an array, beside a Map', {
    input: trips,
    op: it => {
      const sums = new Float64Array(265)
      for (const { zone, fare } of it) sums[zone]! += fare
      return [...sums].map((sum, zone): [number, number] => [zone, sum]).filter(([, sum]) => sum > 0)
    },
    baseline: it => {
      const sums = new Map<number, number>()
      for (const { zone, fare } of it) sums.set(zone, (sums.get(zone) ?? 0) + fare)
      return [...sums].sort(([a], [b]) => a - b)
    },
    check: sums => sums.length === 265,
  }),
  await benchPartition('a generator, beside an array', {
    input: numbers,
    op: function* (it) {
      for (const n of it) yield n * 2
    },
    baseline: it => {
      const doubled: number[] = []
      for (const n of it) doubled.push(n * 2)
      return doubled
    },
  }),
])
