// Building and planning large lineages: a long chain, and diamonds whose paths are without number.
// Run with: npx tsx bench/planning.ts [maps] [diamonds]

import { openSession, type RDD } from 'partita'

const MAPS = Number(process.argv[2] ?? 100_000)
const DIAMONDS = Number(process.argv[3] ?? 60)
const ROUNDS = 3

const session = await openSession({ master: 'local[2]' })
const chain = (): RDD<number> => {
  let rdd = session.range(10)
  for (let i = 0; i < MAPS; i++) rdd = rdd.map(x => x + 1)
  return rdd
}
const diamonds = (): RDD<number> => {
  let rdd = session.range(10)
  for (let i = 0; i < DIAMONDS; i++) rdd = rdd.zip(rdd).map(([a, b]) => a + b)
  return rdd
}

try {
  const rows = []
  for (const [name, build] of Object.entries({
    [`${MAPS} maps`]: chain,
    [`${DIAMONDS} diamonds`]: diamonds,
  })) {
    let [build_, explain, characters] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now()
      const rdd = build()
      const built = performance.now()
      characters = (await rdd.explain()).length
      build_ = Math.min(build_, built - started)
      explain = Math.min(explain, performance.now() - built)
    }
    rows.push({ name, 'build ms': +build_.toFixed(1), 'explain ms': +explain.toFixed(1), characters })
  }
  console.log(`\nbuilding and planning (minimum of ${ROUNDS} rounds)`)
  console.table(rows)
} finally {
  await session.close()
}
