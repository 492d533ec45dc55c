// How long the program's own thread is kept from its timers, and a file from being read, while long queries run: the
// longest turn of the event loop and the slowest of many reads of a small file. A turn is CPU time of this thread, where
// the system tells it; both are minima of three rounds of the maximum. Run with: npx tsx bench/event-loop.ts [name]

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSession } from 'partita'
import { avg, count } from 'partita/sql'

const ROUNDS = 3
const flights = fileURLToPath(
  new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url),
)
const folder = mkdtempSync(join(tmpdir(), 'partita-loop-'))
const small = join(folder, 'small.txt')
writeFileSync(small, 'small')

const session = await openSession({ master: 'local[2]', memory: '4g', progress: false })
/** Each call is another plan: its query runs again. */
const many = (times: number) =>
  session.sql<{
    date: 'timestamp'
    delay: 'int64'
    distance: 'int64'
    origin: 'string'
    destination: 'string'
  }>(Array(times).fill(`FROM '${flights}'`).join(' UNION ALL '))

let outputs = 0
const loads: Readonly<Record<string, () => Promise<unknown>>> = {
  'nothing runs': () => new Promise(resolve => setTimeout(resolve, 1000)),
  'count of 21M rows that meet a condition': () =>
    many(7)
      .where(t => t.delay.gt(5))
      .count(),
  'groups of 21M rows, shown': async () => {
    const { log } = console
    console.log = () => {}
    await many(7)
      .groupBy('origin', 'destination')
      .agg(t => ({ n: count(), delay: avg(t.delay) }))
      .show()
    console.log = log
  },
  'collect of 1M rows': async () => (await many(1).limit(1_000_000).collect()).length,
  'toArrow of 3M rows': async () => (await many(1).toArrow()).numRows,
  'toLocalIterator over 3M rows': async () => {
    let rows = 0
    for await (const _ of many(1).toLocalIterator()) rows++
    return rows
  },
  'batches() of 9M rows': () =>
    many(3)
      .batches()
      .map(batch => batch.numRows)
      .sum(),
  'rdd() of 3M rows, a map': () =>
    many(1)
      .rdd()
      .map(({ delay }) => Number(delay))
      .sum(),
  'toDF of 2M records': () =>
    session
      .range(2_000_000)
      .map(i => ({ i, s: `name of number ${i}` }))
      .toDF({ i: 'int32', s: 'string' })
      .where(t => t.i.gt(5))
      .count(),
  'Parquet written of 6M rows': () => many(2).write.parquet(join(folder, `out ${++outputs}`)),
  'sort of 3M rows, written': () =>
    many(1)
      .orderBy('delay')
      .write.csv(join(folder, `out ${++outputs}`)),
}

/** Milliseconds that this thread was on a processor; time itself where the system does not tell. */
const busy = (): number => {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return performance.now()
  }
}

const beside = async (load: () => Promise<unknown>) => {
  const turns: number[] = []
  const reads: number[] = []
  let going = true
  const watchTurns = async () => {
    for (let before = busy(); going; ) {
      await new Promise(resolve => setTimeout(resolve, 1))
      const now = busy()
      turns.push(now - before)
      before = now
    }
  }
  const watchReads = async () => {
    while (going) {
      const before = performance.now()
      await readFile(small)
      reads.push(performance.now() - before)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  const watching = Promise.all([watchTurns(), watchReads()])
  const began = performance.now()
  await load()
  const millis = performance.now() - began
  going = false
  await watching
  return { millis, turn: worst(turns), read: worst(reads) }
}

const worst = (times: number[]) => {
  times.sort((a, b) => a - b)
  return { max: times[times.length - 1]!, p99: times[Math.floor(times.length * 0.99)]! }
}

const least = (values: readonly number[]): number => Number(Math.min(...values).toFixed(1))

try {
  const [, , asked] = process.argv
  const table = []
  for (const [name, load] of Object.entries(loads)) {
    if (asked !== undefined && !name.includes(asked)) continue
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await beside(load))
    table.push({
      'while this runs': name,
      ms: least(rounds.map(({ millis }) => millis)),
      'longest turn': least(rounds.map(({ turn }) => turn.max)),
      'turn p99': least(rounds.map(({ turn }) => turn.p99)),
      'slowest read': least(rounds.map(({ read }) => read.max)),
      'read p99': least(rounds.map(({ read }) => read.p99)),
    })
  }
  console.table(table)
} finally {
  await session.close()
  rmSync(folder, { recursive: true })
}
