// The most memory that a process has held once it went over 4M strings by `toLocalIterator`, a partition at a time, and
// once it collected them. Each in a process of its own.

import { spawnSync } from 'node:child_process'
import { openSession } from 'partita'

const ROWS = 4_000_000
const PARTITIONS = 64

const ways: Readonly<Record<string, () => Promise<number>>> = {
  toLocalIterator: async () => {
    const session = await openSession({ master: 'local[2]', memory: '1g', progress: false })
    let length = 0
    const texts = session.range(0, ROWS, 1, PARTITIONS).map(n => `the text of number ${n}`)
    for await (const text of texts.toLocalIterator()) length += text.length
    await session.close()
    return length
  },
  collect: async () => {
    const session = await openSession({ master: 'local[2]', memory: '1g', progress: false })
    const texts = await session
      .range(0, ROWS, 1, PARTITIONS)
      .map(n => `the text of number ${n}`)
      .collect()
    await session.close()
    return texts.reduce((sum, { length }) => sum + length, 0)
  },
}

const [, , name] = process.argv
if (name !== undefined) {
  const characters = await ways[name]!()
  console.log(
    `${name.padEnd(16)} ${characters} characters, at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  )
} else
  for (const way of Object.keys(ways))
    spawnSync(process.execPath, ['--import', 'tsx', import.meta.filename, way], { stdio: 'inherit' })
