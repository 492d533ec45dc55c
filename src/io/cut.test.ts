import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { cut } from './cut.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-cut-'))
after(() => rmSync(dir, { recursive: true }))

const write = (path: string, content = 'x'): void => {
  mkdirSync(join(dir, path, '..'), { recursive: true })
  writeFileSync(join(dir, path), content)
}
const namesOf = async (...paths: string[]): Promise<string[]> => {
  const splits = await cut({
    from: 'text',
    paths: paths.map(path => join(dir, path)),
    splitBytes: 1e9,
    encoding: 'utf-8',
  })
  return splits.map(split => ('file' in split ? relative(dir, split.file) : ''))
}

test('items and ranges are cut by the slicing rule', async () => {
  assert.deepEqual(await cut({ from: 'items', slices: [[1], []] }), [
    { from: 'items', slice: 0 },
    { from: 'items', slice: 1 },
  ])
  assert.deepEqual(await cut({ from: 'range', start: 10, step: -2, count: 5, numPartitions: 2 }), [
    { from: 'range', start: 10, step: -2, count: 2 },
    { from: 'range', start: 6, step: -2, count: 3 },
  ])
})

test('files, directories, patterns and lists; sorted by code unit; hidden names only if named', async () => {
  for (const name of ['d/b.txt', 'd/a.txt', 'd/Z.txt', 'd/_mark', 'd/.dot', 'e/_tmp/x.txt', 'e/[x].txt'])
    write(name)
  assert.deepEqual(await namesOf('d'), ['d/Z.txt', 'd/a.txt', 'd/b.txt'])
  assert.deepEqual(await namesOf('d/*'), ['d/Z.txt', 'd/a.txt', 'd/b.txt'])
  assert.deepEqual(await namesOf('d/b.txt', 'd/{a,b}.txt'), ['d/b.txt', 'd/a.txt', 'd/b.txt'])
  assert.deepEqual(await namesOf('**/*.txt'), ['d/Z.txt', 'd/a.txt', 'd/b.txt', 'e/[x].txt'])
  assert.deepEqual(await namesOf('d/_*', 'd/.d*', 'd/_mark', 'e/_tmp/*'), [
    'd/_mark',
    'd/.dot',
    'd/_mark',
    'e/_tmp/x.txt',
  ])
  assert.deepEqual(await namesOf('e/[x].txt'), ['e/[x].txt'])
})

test('an empty directory has no partitions, an empty file has one', async () => {
  mkdirSync(join(dir, 'none'))
  write('zero', '')
  assert.deepEqual(await namesOf('none'), [])
  assert.deepEqual(await namesOf('zero'), ['zero'])
})

test('what is not there is an error that names it and the nearest directory', async () => {
  mkdirSync(join(dir, 'deep/er'), { recursive: true })
  await assert.rejects(namesOf('missing/er/a'), {
    code: 'IO',
    message: /missing\/er\/a/,
    hint: new RegExp(`${dir}\\.$`),
  })
  await assert.rejects(namesOf('none-*'), { code: 'IO', message: /No file matches .*none-\*/ })
  await assert.rejects(namesOf('deep'), {
    code: 'IO',
    message: /deep\/er is not a regular file/,
    hint: /\*\*/,
  })
})

test('files are cut by bytes, with no tiny split at the end; a gzip file is one', async () => {
  const sizesOf = async (name: string, size: number) => {
    write(name, 'x'.repeat(size))
    const splits = await cut({ from: 'text', paths: [join(dir, name)], splitBytes: 100, encoding: 'utf-8' })
    return splits.map(split => ('end' in split ? Math.min(size, split.end) - split.start : 0))
  }
  assert.deepEqual(await sizesOf('size', 110), [110])
  assert.deepEqual(await sizesOf('size', 111), [100, 11])
  assert.deepEqual(await sizesOf('size', 309), [100, 100, 109])
  assert.deepEqual(await sizesOf('size.gz', 309), [309])
})
