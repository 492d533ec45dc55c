// Lines of a text file: counted, by everyday code and as partita reads them.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { cut } from '../src/io/cut.ts'
import type { TextSplit } from '../src/io/split.ts'
import { textChunks, textLines } from '../src/io/text.ts'
import { type Contender, measure } from './measure.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-bench-'))
const LINES = 500_000

const contents: { readonly [name: string]: (i: number) => string } = {
  'ascii.txt': i => `the quick brown fox ${(i * 7919) % 100_003} jumps over lazy dogs and ${i}\n`,
  'crlf.txt': i => `the quick brown fox ${(i * 7919) % 100_003} jumps over lazy dogs and ${i}\r\n`,
  'utf8.txt': i => `le renard brûlé ${(i * 7919) % 100_003} saute par-dessus les chiens à ${i} €\n`,
  'ascii.txt.gz': i => `the quick brown fox ${(i * 7919) % 100_003} jumps over lazy dogs and ${i}\n`,
}

/** As the fused loop does it. */
const countInline = (splits: readonly TextSplit[]): number => {
  let lines = 0
  for (const split of splits)
    for (const chunk of textChunks(split)) {
      let start = 0
      for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
        lines++
        start = end + 1
      }
      if (start < chunk.length) lines++
    }
  return lines
}

const countLines = (splits: readonly TextSplit[]): number => {
  let lines = 0
  for (const split of splits) for (const _ of textLines(split)) lines++
  return lines
}

try {
  for (const [name, line] of Object.entries(contents)) {
    const file = join(dir, name)
    const text = Array.from({ length: LINES }, (_, i) => line(i)).join('')
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
    const splits = (await cut({
      from: 'text',
      paths: [file],
      splitBytes: 32e6,
      encoding: 'utf-8',
    })) as readonly TextSplit[]
    const contenders: readonly Contender[] = [
      { name: 'textChunks, scanned in place', run: () => countInline(splits) },
      { name: 'textLines', run: () => countLines(splits) },
      {
        name: 'read whole, split',
        run: () => {
          const bytes = readFileSync(file)
          const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
          return text.split(/\r?\n/).length - 1
        },
      },
    ]
    await measure(`${name}, ${(Buffer.byteLength(text) / 1e6).toFixed(0)} MB, count its lines`, contenders, {
      unit: LINES,
      unitName: 'line',
    })
  }
} finally {
  rmSync(dir, { recursive: true })
}
