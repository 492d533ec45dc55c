// Text whose words follow Zipf's law, written once into the temporary directory: 300 MB hold about 187,000 different
// words.

import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const VOCABULARY = 190_000
const LETTERS = 'etaoinshrdlucmfwypvbgkjqxz'

/** Mulberry32, a small generator of good quality: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

/** Bijective numeration, so that no two ranks share a word; common words are short, as in language. */
const word = (rank: number): string => {
  let text = ''
  for (let n = rank + 27; n > 0; n = Math.floor((n - 1) / 26)) text = LETTERS[(n - 1) % 26] + text
  return rank % 3 === 0 ? text + 'ing' : text
}

export const zipfText = async (megabytes: number): Promise<string> => {
  const folder = join(tmpdir(), 'partita-bench')
  const path = join(folder, `zipf-${megabytes}.txt`)
  if (existsSync(path) && statSync(path).size >= megabytes * 1e6) return path
  mkdirSync(folder, { recursive: true })
  const words = Array.from({ length: VOCABULARY }, (_, rank) => word(rank))
  const cumulated = new Float64Array(VOCABULARY)
  let total = 0
  for (let rank = 0; rank < VOCABULARY; rank++) cumulated[rank] = total += 1 / (rank + 1)
  const next = random(1)
  const pick = (): string => {
    const at = next() * total
    let low = 0
    let high = VOCABULARY - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (cumulated[middle]! < at) low = middle + 1
      else high = middle
    }
    return words[low]!
  }
  const out = createWriteStream(`${path}.part`)
  for (let written = 0; written < megabytes * 1e6; ) {
    let chunk = ''
    while (chunk.length < 1 << 16) {
      const line = Array.from({ length: 6 + Math.floor(next() * 10) }, pick)
      line[0] = line[0]![0]!.toUpperCase() + line[0]!.slice(1)
      chunk += line.join(' ') + '\n'
    }
    written += chunk.length
    if (!out.write(chunk)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  renameSync(`${path}.part`, path)
  return path
}
