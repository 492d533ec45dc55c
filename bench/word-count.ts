// Words longer than three letters, lower-cased, the hundred commonest of a generated text, beside the everyday program.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { openSession } from 'partita'
import { measure } from './measure.ts'
import { zipfText } from './zipf-text.ts'

const megabytes = Number(process.argv[2] ?? 300)
const path = await zipfText(megabytes)
const session = await openSession({ master: 'local[2]' })

const everyday = async () => {
  const counts = new Map<string, number>()
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  }))
    for (const word of line.toLowerCase().split(' '))
      if (word.length > 3) counts.set(word, (counts.get(word) ?? 0) + 1)
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, 100)
  return [counts.size, top.map(([, n]) => n)]
}

const partita = async () => {
  const counts = session
    .textFile(path)
    .flatMap(line => line.toLowerCase().split(' '))
    .filter(word => word.length > 3)
    .map(word => [word, 1])
    .reduceByKey((a, b) => a + b)
  const top = await counts.top(100, { by: ([, n]) => n })
  return [await counts.count(), top.map(([, n]) => n)]
}

try {
  await measure(
    `word count of ${megabytes} MB`,
    [
      { name: 'partita, local[2]', run: partita },
      { name: 'everyday program, 1 thread', run: everyday },
    ],
    { rounds: 3, unit: megabytes, unitName: 'MB' },
  )
} finally {
  await session.close()
}
