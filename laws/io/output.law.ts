// An output is absent or complete, wherever the program dies; and where an operation fails, all is as before.
// Each file operation of a save is counted, and the save is run again with the first failing, then the second …
// The checker reads with plain fs.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import fsPromises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { openOutput } from '../../src/io/output.ts'
import { filesOf } from '../../src/io/paths.ts'
import { written } from './written.ts'

const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } = fs
const root = mkdtempSync(join(tmpdir(), 'partita-output-law-'))
after(() => rmSync(root, { recursive: true }))

const LINES = [['a', 'b'], [], ['c'.repeat(70_000), 'd']]
const OLD = [['old'], ['older']]

const save = async (target: string, content = LINES, overwrite = false): Promise<void> => {
  const output = await openOutput(target, { overwrite })
  try {
    const parts = []
    for (const [i, lines] of content.entries()) parts.push(await written(output.dir, i, 0, lines))
    await output.commit(parts.map(({ file }) => file))
  } catch (error) {
    await output.abort()
    throw error
  }
}

const holds = (target: string, content: readonly (readonly string[])[]): boolean => {
  if (!existsSync(target)) return false
  const parts = content.map((_, i) => `part-0000${i}`)
  if (!isDeepStrictEqual(readdirSync(target), ['_SUCCESS', ...parts])) return false
  for (const [i, lines] of content.entries())
    assert.equal(readFileSync(join(target, parts[i]!), 'utf8'), lines.map(line => `${line}\n`).join(''))
  return true
}
const isComplete = (target: string): boolean => {
  const complete = holds(target, LINES)
  assert.equal(complete, existsSync(target))
  return complete
}

type Operation = (...args: never[]) => unknown
const handle = await fsPromises.open(root)
await handle.close()
const OPERATIONS: readonly (readonly [target: object, names: readonly string[]])[] = [
  [fs, ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'rmSync', 'renameSync', 'lstatSync']],
  [fsPromises, ['mkdir', 'mkdtemp', 'rename', 'rm', 'open', 'chmod', 'lstat', 'readdir', 'realpath']],
  [Object.getPrototypeOf(handle), ['sync']],
]

/** Runs with `fails(n)` asked before the n-th operation; how many there were. */
const counting = async (fails: (n: number) => boolean, run: () => Promise<void>): Promise<number> => {
  let count = 0
  const undo: (() => void)[] = []
  for (const [target, names] of OPERATIONS)
    for (const name of names) {
      const own = Reflect.get(target, name) as Operation
      undo.push(() => Reflect.set(target, name, own))
      Reflect.set(target, name, function (this: unknown, ...args: never[]) {
        if (fails(++count)) {
          const error = Object.assign(new Error(`ENOSPC: planted, ${name}`), { code: 'ENOSPC' })
          if (target === fs) throw error
          return Promise.reject(error)
        }
        return own.apply(this, args)
      })
    }
  syncBuiltinESMExports()
  try {
    await run()
  } finally {
    for (const f of undo) f()
    syncBuiltinESMExports()
  }
  return count
}

test('a program that dies before any operation leaves the output absent or complete', async () => {
  const operations = await counting(
    () => false,
    () => save(join(root, 'whole')),
  )
  assert.ok(operations > 20, `${operations} operations were seen`)
  const found = new Set<boolean>()
  for (let last = 1; last <= operations; last++) {
    const target = join(root, `dies-${last}`)
    // From here on nothing reaches the disk any more, clean-up included: what a killed process leaves.
    await counting(
      n => n >= last,
      () => save(target).catch(() => {}),
    )
    const complete = isComplete(target)
    found.add(complete)
    if (!complete) await save(target)
    assert.ok(isComplete(target))
  }
  assert.deepEqual(found, new Set([false, true]))
})

test('an operation that fails is an OUTPUT error that leaves nothing but a complete output', async () => {
  for (let failing = 1, passed = false; !passed; failing++) {
    const room = mkdtempSync(join(root, 'fails-'))
    const target = join(room, 'above', 'all', 'out')
    let error: unknown
    const count = await counting(
      n => n === failing,
      () =>
        save(target).catch(e => {
          error = e
        }),
    )
    passed = count < failing
    if (!passed) assert.equal((error as { code: string }).code, 'OUTPUT', `operation ${failing}: ${error}`)
    const left = readdirSync(room, { recursive: true }).filter(
      path => !path.toString().startsWith('above/all/out/'),
    )
    assert.deepEqual(
      left,
      isComplete(target) ? ['above', 'above/all', 'above/all/out'] : [],
      `operation ${failing}`,
    )
    assert.equal(passed, error === undefined)
  }
})

test('where an output is written over, a program that dies before any operation leaves the old or the new one', async () => {
  const whole = join(root, 'over')
  await save(whole, OLD)
  const operations = await counting(
    () => false,
    () => save(whole, LINES, true),
  )
  assert.ok(operations > 25, `${operations} operations were seen`)
  const found = new Set<string>()
  for (let last = 1; last <= operations; last++) {
    const room = mkdtempSync(join(root, 'dies-over-'))
    const target = join(room, 'out')
    await save(target, OLD)
    await counting(
      n => n >= last,
      () => save(target, LINES, true).catch(() => {}),
    )
    const left = (): string =>
      holds(target, LINES) ? 'new' : holds(target, OLD) ? 'old' : existsSync(target) ? 'broken' : 'aside'
    found.add(left())
    // Between the two steps the old one stands aside, whole, and whoever reads the target puts it back.
    if (left() === 'aside') {
      assert.ok(holds(join(room, '.partita-replaced-out'), OLD), `operation ${last}`)
      await filesOf([join(target, 'part-*')])
      assert.equal(left(), 'old')
    }
    await save(target, LINES, true)
    assert.equal(left(), 'new', `operation ${last}`)
    assert.ok(!existsSync(join(room, '.partita-replaced-out')), `operation ${last}`)
  }
  assert.deepEqual(found, new Set(['old', 'aside', 'new']))
})

test('where an output is written over, an operation that fails leaves the old or the new one and nothing else', async () => {
  for (let failing = 1, passed = false; !passed; failing++) {
    const room = mkdtempSync(join(root, 'fails-over-'))
    const target = join(room, 'out')
    await save(target, OLD)
    let error: unknown
    const count = await counting(
      n => n === failing,
      () =>
        save(target, LINES, true).catch(e => {
          error = e
        }),
    )
    passed = count < failing
    if (!passed) assert.equal((error as { code: string }).code, 'OUTPUT', `operation ${failing}: ${error}`)
    assert.ok(holds(target, LINES) || (!passed && holds(target, OLD)), `operation ${failing}`)
    assert.deepEqual(readdirSync(room), ['out'], `operation ${failing}`)
    assert.equal(passed, error === undefined)
  }
})
