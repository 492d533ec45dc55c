import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { TextEncoding } from '../lineage/source.ts'
import { cut } from './cut.ts'
import { BLOCK_BYTES } from './lines.ts'
import type { TextSplit } from './split.ts'
import { textChunks, textLines } from './text.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-text-'))
after(() => rmSync(dir, { recursive: true }))

const splitsOf = async (
  name: string,
  content: string | Buffer,
  splitBytes = 1e9,
  encoding: TextEncoding = 'utf-8',
) => {
  const file = join(dir, name)
  writeFileSync(file, content)
  return (await cut({ from: 'text', paths: [file], splitBytes, encoding })) as readonly TextSplit[]
}
const linesOf = async (...file: Parameters<typeof splitsOf>): Promise<string[]> =>
  (await splitsOf(...file)).flatMap(split => [...textLines(split)])

test('LF, CRLF and a lone CR end lines, blank lines are rows, a mark at the start is none', async () => {
  assert.deepEqual(await linesOf('ends', '\uFEFFa\nb\r\nc\r\n\r\rd\n\n\uFEFFe'), [
    'a',
    'b',
    'c',
    '',
    '',
    'd',
    '',
    '\uFEFFe',
  ])
})

test('an empty file, and one of a byte order mark, have no lines', async () => {
  assert.deepEqual(await linesOf('empty', ''), [])
  assert.deepEqual(await linesOf('mark', '\uFEFF'), [])
})

test('a hundred lines in seven splits are a hundred lines', async () => {
  const lines = Array.from({ length: 100 }, (_, i) => `line ${i}`)
  const content = lines.join('\n')
  const splits = await splitsOf('hundred', content, Math.ceil(content.length / 7))
  assert.equal(splits.length, 7)
  assert.deepEqual(
    splits.flatMap(split => [...textLines(split)]),
    lines,
  )
})

test('lines whose ends fall about the end of a block are cut as others', async () => {
  for (const end of ['\n', '\r\n', '\r'])
    for (let length = BLOCK_BYTES - 4; length < BLOCK_BYTES + 2; length++) {
      const lines = ['x'.repeat(length), '', 'é'.repeat(BLOCK_BYTES), 'last']
      assert.deepEqual(await linesOf('block', lines.join(end)), lines)
      assert.deepEqual(await linesOf('block', lines.join(end), 1000), lines)
    }
})

test('a chunk ends its lines with LF only', async () => {
  const [split] = await splitsOf('chunk', 'a\r\nb\rc')
  assert.equal([...textChunks(split!)].join(''), 'a\nb\nc')
})

test('bytes read are counted, of a gzip file the compressed ones', async () => {
  const packed = gzipSync('a\n'.repeat(1000))
  for (const content of [Buffer.from('a\nb\n'), packed]) {
    const [split] = await splitsOf(content === packed ? 'count.gz' : 'count', content)
    const counter = { bytes: 0 }
    for (const _ of textChunks(split!, counter));
    assert.equal(counter.bytes, content.length)
  }
})

test('bad UTF-8 is refused with its line and byte, unless the encoding is latin1', async () => {
  const content = Buffer.from([...Buffer.from('é\r\nb\rcé'), 0xe9, 10, 0x61])
  await assert.rejects(linesOf('bad', content), {
    code: 'DATA',
    message: `${join(dir, 'bad')}:3: byte 9 of the file is not UTF-8.`,
  })
  assert.deepEqual(await linesOf('bad', content, 1e9, 'latin1'), ['Ã©', 'b', 'cÃ©é', 'a'])
})

test('a gzip file that is cut off or damaged is refused, and so is an empty one', async () => {
  const packed = gzipSync('some text\n'.repeat(100))
  const damaged = Buffer.from(packed)
  damaged[20]! ^= 4
  for (const content of [
    packed.subarray(0, -3),
    damaged,
    Buffer.concat([packed, Buffer.from('x')]),
    Buffer.alloc(0),
  ]) {
    await assert.rejects(linesOf('damaged.gz', content), {
      code: 'DATA',
      message: /damaged\.gz is not a whole gzip file/,
    })
  }
})

test('a file that changed since it was cut is not read', async () => {
  const [split] = await splitsOf('changing', 'a\nb\n')
  writeFileSync(join(dir, 'changing'), 'a\n')
  assert.throws(() => [...textLines(split!)], { code: 'IO', message: /changing has changed/ })
  rmSync(join(dir, 'changing'))
  assert.throws(() => [...textLines(split!)], { code: 'IO', message: /changing/ })
})
