import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { written } from '../../laws/io/written.ts'
import { openOutput } from './output.ts'
import { filesOf } from './paths.ts'

const dir = mkdtempSync(join(tmpdir(), 'partita-replace-'))
after(() => rmSync(dir, { recursive: true }))
let number = 0
let room = ''
let target = ''
beforeEach(() => {
  room = join(dir, String(++number))
  mkdirSync(room)
  target = join(room, 'out')
})

const save = async (line: string, overwrite = true, reads: readonly string[] = []): Promise<void> => {
  const output = await openOutput(target, { overwrite, reads })
  try {
    await output.commit([(await written(output.dir, 0, 0, [line])).file])
  } finally {
    await output.abort()
  }
}
const saved = (): string => readFileSync(join(target, 'part-00000'), 'utf8')
const refused = (message: RegExp) => ({ code: 'OUTPUT', message })

test('an output is replaced when asked, and only then', async () => {
  await save('first')
  await assert.rejects(save('second', false), refused(/out exists already/))
  assert.equal(saved(), 'first\n')
  await save('second')
  assert.equal(saved(), 'second\n')
  assert.deepEqual(readdirSync(room), ['out'])
})

test('Hadoop marks, partition folders and an empty directory are replaced too', async () => {
  mkdirSync(join(target, 'day=2024-01-01'), { recursive: true })
  for (const name of [
    '_SUCCESS',
    '._SUCCESS.crc',
    'part-00000',
    '.part-00000.crc',
    'day=2024-01-01/part-00003-a.parquet',
  ])
    writeFileSync(join(target, name), '')
  await save('new')
  assert.deepEqual(readdirSync(target), ['_SUCCESS', 'part-00000'])
  rmSync(target, { recursive: true })
  mkdirSync(target)
  await save('newer')
  assert.equal(saved(), 'newer\n')
})

test('what no save wrote stays', async () => {
  await save('first')
  for (const [name, make] of [
    ['notes.txt', () => writeFileSync(join(target, 'notes.txt'), 'mine')],
    ['part-1', () => writeFileSync(join(target, 'part-1'), 'mine')],
    ['folder', () => mkdirSync(join(target, 'folder'))],
    ['part-00007', () => symlinkSync('/etc/hostname', join(target, 'part-00007'))],
  ] as const) {
    make()
    await assert.rejects(save('second'), refused(new RegExp(`it holds ${name}, and no save wrote that`)))
    rmSync(join(target, name), { recursive: true })
  }
  rmSync(join(target, '_SUCCESS'))
  await assert.rejects(save('second'), refused(/it holds part-00000, and no save wrote that/))
  assert.equal(saved(), 'first\n')
  rmSync(target, { recursive: true })
  writeFileSync(target, 'mine')
  await assert.rejects(save('second'), refused(/it is no directory/))
  assert.equal(readFileSync(target, 'utf8'), 'mine')
})

test('a link is not followed', async () => {
  const own = target
  await save('first')
  target = join(room, 'link')
  symlinkSync(own, target)
  await assert.rejects(save('second'), refused(/it is no directory/))
  assert.equal(saved(), 'first\n')
})

test('what is being read stays, however it is named', async () => {
  await save('first')
  symlinkSync(target, join(room, 'link'))
  for (const path of [
    target,
    `${room}/*/part-*`,
    join(room, 'link'),
    join(target, 'part-00000'),
    `${room}/../${number}/out`,
  ])
    await assert.rejects(save('second', true, [path]), refused(/its part-00000 is being read/))
  assert.equal(saved(), 'first\n')
  await save('second', true, [join(room, 'nowhere')])
  assert.equal(saved(), 'second\n')
})

test('the directory that the program runs in stays', async () => {
  await save('first')
  const before = process.cwd()
  process.chdir(target)
  try {
    await assert.rejects(save('second'), refused(/the program runs in it/))
  } finally {
    process.chdir(before)
  }
})

test('of two that write over one output one wins, and the other changes nothing', async () => {
  await save('old')
  const outputs = await Promise.all([
    openOutput(target, { overwrite: true }),
    openOutput(target, { overwrite: true }),
  ])
  const parts = await Promise.all(outputs.map((output, i) => written(output.dir, 0, 0, [`new ${i}`])))
  const ends = await Promise.allSettled(outputs.map((output, i) => output.commit([parts[i]!.file])))
  await Promise.all(outputs.map(output => output.abort()))
  const won = ends.findIndex(({ status }) => status === 'fulfilled')
  assert.equal(saved(), `new ${won}\n`)
  assert.match(String((ends[1 - won] as PromiseRejectedResult).reason), /has changed since the save began/)
  assert.deepEqual(readdirSync(room), ['out'])
})

test('what a crash has left aside is put back by who reads it, or by who saves there', async () => {
  for (const find of [
    () => filesOf([target]),
    () => filesOf([join(target, 'part-00000')]),
    () => filesOf([`${target}/*`]),
    () => assert.rejects(save('second', false), refused(/exists already/)),
  ]) {
    await save('first')
    renameSync(target, join(room, '.partita-replaced-out'))
    await find()
    assert.equal(saved(), 'first\n')
  }
  renameSync(target, join(room, '.partita-replaced-out'))
  await save('second')
  assert.equal(saved(), 'second\n')
  assert.equal(existsSync(join(room, '.partita-replaced-out')), false)
})
