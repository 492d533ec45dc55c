import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inputFile } from './paths.ts'
import { recordLines } from './record-lines.ts'
import { wholeFile } from './split.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-record-lines-'))
after(() => rmSync(dir, { recursive: true }))

const linesOf = async (text: string, width = 2) => {
  const file = join(dir, 'f.csv')
  writeFileSync(file, text)
  return [...recordLines(wholeFile(await inputFile(file)), '"', width)]
}

test('a record begins where the one before it ends', async () => {
  assert.deepEqual(await linesOf('a,b\n1,"x\ny"\r\n2,z\r3,w'), [1, 2, 4, 5])
})

test('blank lines are records of one field only', async () => {
  assert.deepEqual(await linesOf('a,b\n\n\r\n1,2\n'), [1, 4])
  assert.deepEqual(await linesOf('a\n\n1\n', 1), [1, 2, 3])
})

test('beyond the first block', async () => {
  const lines = await linesOf(`a,b\n${'1,"x\nx"\n'.repeat(50_000)}2,b\n`)
  assert.deepEqual([lines.length, lines.at(-1)], [50_002, 100_002])
})
