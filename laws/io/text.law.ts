// Every line is read exactly once, whatever the size of splits and blocks. The statement of what the lines are is a
// regular expression over the whole text, and shares nothing with the code.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { PartitaError } from '../../src/fault.ts'
import { cut } from '../../src/io/cut.ts'
import { lastLineEnd } from '../../src/io/lines.ts'
import { pieces } from '../../src/io/pieces.ts'
import type { TextSplit } from '../../src/io/split.ts'
import { textLines } from '../../src/io/text.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-text-law-'))
after(() => rmSync(dir, { recursive: true }))

const texts = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n', 'a', 'bc ', 'é', '€', '😀', '\uFEFF', '\u2028'), {
      maxLength: 40,
    }),
  )
  .map(([mark, tokens]) => mark + tokens.join(''))

const statement = (text: string): readonly string[] => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

const splitsOf = async (file: string, splitBytes: number): Promise<readonly TextSplit[]> =>
  (await cut({ from: 'text', paths: [file], splitBytes, encoding: 'utf-8' })) as readonly TextSplit[]

/** Each line with the byte that it starts at. */
const placed = (text: string): readonly (readonly [number, string])[] => {
  const lines: (readonly [number, string])[] = []
  let start = 0
  for (const [whole, line = ''] of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const mark = start === 0 && text.startsWith('\uFEFF') ? 1 : 0
    if (whole.length > mark) lines.push([start, line.slice(mark)])
    start += Buffer.byteLength(whole)
  }
  return lines
}

test('each line once and in the split that it starts in, for every split size', () =>
  fc.assert(
    fc.asyncProperty(texts, async text => {
      const file = join(dir, 'a.txt')
      writeFileSync(file, text)
      const lines = placed(text)
      assert.deepEqual(
        lines.map(([, line]) => line),
        statement(text),
      )
      for (let splitBytes = 1; splitBytes <= 64; splitBytes++)
        for (const split of await splitsOf(file, splitBytes)) {
          const own = lines.filter(([at]) => at >= split.start && at < split.end).map(([, line]) => line)
          assert.deepEqual([...textLines(split)], own, `bytes ${split.start} to ${split.end}`)
        }
    }),
    { numRuns: 50 },
  ))

test('each line once, for every size of block and whatever reads give', () => {
  fc.assert(
    fc.property(
      texts,
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (text, blockBytes, sizes) => {
        const bytes = Buffer.from(text)
        let [at, reads] = [0, 0]
        const read = (into: Buffer, position: number): number => {
          const n = bytes.copy(into, position, at, at + sizes[reads++ % sizes.length]!)
          at += n
          return n
        }
        const tooLong = (): never => assert.fail('no record is too long')
        const found: string[] = []
        for (const piece of pieces({ read, close: () => {} }, lastLineEnd, 1e9, tooLong, blockBytes)) {
          const end = piece.length < 1 ? '' : String.fromCharCode(piece.at(-1)!)
          found.push(piece.toString())
          assert.ok(
            end === '\n' || end === '\r' || found.join('').length === text.length,
            'a piece holds whole lines',
          )
        }
        assert.equal(found.join(''), text)
        // A piece that cut a line, or a CRLF, would give other lines; a mark is one at the start of the text only.
        const whole = found.flatMap((piece, i) => statement(i === 0 ? piece : `\uFEFF${piece}`))
        assert.deepEqual(whole, statement(text))
      },
    ),
    { numRuns: 1000 },
  )
})

test('a gzip file of any members reads as what it holds', () =>
  fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 5 }), async members => {
      const file = join(dir, 'a.txt.gz')
      writeFileSync(file, Buffer.concat(members.map(member => gzipSync(member))))
      const [split, ...none] = await splitsOf(file, 7)
      assert.deepEqual([...textLines(split!)], statement(members.join('')))
      assert.deepEqual(none, [])
    }),
  ))

test('a gzip file with a flipped bit reads as before or is refused', () =>
  fc.assert(
    fc.asyncProperty(texts, fc.nat(), async (text, bit) => {
      const file = join(dir, 'flipped.txt.gz')
      const bytes = gzipSync(text)
      bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7)
      writeFileSync(file, bytes)
      const [split] = await splitsOf(file, 7)
      try {
        assert.deepEqual([...textLines(split!)], statement(text))
      } catch (error) {
        if (!(error instanceof PartitaError)) throw error
        assert.equal(error.code, 'DATA')
      }
    }),
    { numRuns: 500 },
  ))
