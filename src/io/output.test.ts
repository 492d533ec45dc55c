import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { written } from '../../laws/io/written.ts'
import { openOutput } from './output.ts'
import { openPart } from './part.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-output-'))
after(() => rmSync(dir, { recursive: true }))
let number = 0
let target = ''
beforeEach(() => {
  mkdirSync(join(dir, String(++number)))
  target = join(dir, String(number), 'out')
})
const beside = (): string[] => readdirSync(join(target, '..'))

test('the winners become part files, beside them only _SUCCESS', async () => {
  const output = await openOutput(target)
  const lost = await openPart(output.dir, 0, 0, { to: 'text' })
  lost.write('from a lost attempt')
  await lost.close()
  const winners = [await written(output.dir, 0, 1, ['a', 'é\n€']), await written(output.dir, 1, 0, [])]
  assert.deepEqual(winners[0], { file: 'part-00000.1', records: 2, bytes: 9 })
  assert.equal(existsSync(target), false)
  await output.commit(winners.map(part => part.file))
  assert.deepEqual(readdirSync(target), ['_SUCCESS', 'part-00000', 'part-00001'])
  assert.equal(readFileSync(join(target, 'part-00000'), 'utf8'), 'a\né\n€\n')
  assert.equal(readFileSync(join(target, 'part-00001'), 'utf8'), '')
  assert.equal(statSync(target).mode & 0o777, 0o777 & ~process.umask())
  assert.deepEqual(beside(), ['out'])
})

test('abort leaves nothing, and what was committed', async () => {
  const output = await openOutput(join(target, 'below'))
  await written(output.dir, 0, 0, ['a'])
  await output.abort()
  assert.deepEqual(beside(), [])
  const other = await openOutput(join(target, 'below'))
  await other.commit([])
  await other.abort()
  assert.deepEqual(readdirSync(join(target, 'below')), ['_SUCCESS'])
})

test('a target that exists is refused before any work, and is left as it is', async () => {
  const refused = { code: 'OUTPUT', message: /out exists already/ }
  mkdirSync(target)
  await assert.rejects(openOutput(target), refused)
  rmSync(target, { recursive: true })
  writeFileSync(target, 'mine')
  await assert.rejects(openOutput(target), refused)
  await assert.rejects(openOutput(join(target, 'below')), { code: 'OUTPUT' })
  assert.equal(readFileSync(target, 'utf8'), 'mine')
  assert.deepEqual(beside(), ['out'])
})

test('of two outputs to one target one wins', async () => {
  const [first, second] = [await openOutput(target), await openOutput(target)]
  await written(first.dir, 0, 0, ['first'])
  await written(second.dir, 0, 0, ['second'])
  const ends = await Promise.allSettled([first.commit(['part-00000.0']), second.commit(['part-00000.0'])])
  await Promise.all([first.abort(), second.abort()])
  const failures = ends.flatMap(end => (end.status === 'rejected' ? [end.reason] : []))
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['OUTPUT'],
  )
  assert.match(readFileSync(join(target, 'part-00000'), 'utf8'), /^(first|second)\n$/)
  assert.deepEqual(beside(), ['out'])
})

test('a missing winner is an error and no output', async () => {
  const output = await openOutput(target)
  await assert.rejects(output.commit(['part-00000.0']), { code: 'OUTPUT', message: /part-00000\.0/ })
  await output.abort()
  assert.deepEqual(beside(), [])
})

test('what is no string, or has no UTF-8 form, is refused', async () => {
  const output = await openOutput(target)
  await assert.rejects(written(output.dir, 3, 0, ['a', 7]), {
    code: 'DATA',
    message: 'Only strings can be saved as text: record 1 of part-00003 is a number.',
  })
  await assert.rejects(written(output.dir, 0, 0, ['a', '\ud83d']), {
    code: 'DATA',
    message: /half a character/,
  })
  assert.deepEqual(readdirSync(output.dir), [])
  rmSync(output.dir, { recursive: true })
  await assert.rejects(written(output.dir, 0, 0, ['a']), {
    code: 'OUTPUT',
    message: /part-00000\.0: ENOENT/,
  })
})

test('a long part is written whole', async () => {
  const output = await openOutput(target)
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} €\uFFFD`)
  const part = await written(output.dir, 0, 0, lines)
  assert.equal(readFileSync(join(output.dir, part.file), 'utf8'), lines.join('\n') + '\n')
  assert.equal(part.bytes, statSync(join(output.dir, part.file)).size)
})

test('a compressed part has its own ending, and inflates to the same lines', async () => {
  const output = await openOutput(target)
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} €`)
  const part = await written(output.dir, 0, 0, lines, { to: 'text', compression: 'gzip' })
  await output.commit([part.file])
  assert.deepEqual(readdirSync(target), ['_SUCCESS', 'part-00000.gz'])
  const stored = readFileSync(join(target, 'part-00000.gz'))
  assert.equal(part.bytes, stored.length)
  assert.equal(gunzipSync(stored).toString(), lines.join('\n') + '\n')
})
