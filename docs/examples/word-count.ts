// The ten commonest words of all Markdown and type declarations under node_modules, or of the files given.

import { openSession } from 'partita'

const files = process.argv.slice(2)
const session = await openSession({ appName: 'word count' })
try {
  const counts = session
    .textFile(files.length > 0 ? files : 'node_modules/**/*.{md,d.ts}')
    .flatMap(line => line.toLowerCase().match(/\p{L}+/gu) ?? [])
    .filter(word => word.length > 3)
    .map(word => [word, 1])
    .reduceByKey((a, b) => a + b)
    .cache()

  console.log(`${await counts.count()} different words; the commonest:`)
  console.table((await counts.top(10, { by: ([, n]) => n })).map(([word, n]) => ({ word, n })))
  console.log('Where the time went:')
  console.table(session.profile())
} finally {
  await session.close()
}
