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
import { openOutput } from '../../src/io/output.ts'
import { written } from './written.ts'

const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } = fs
const root = mkdtempSync(join(tmpdir(), 'partita-output-law-'))
after(() => rmSync(root, { recursive: true }))

const LINES = [['a', 'b'], [], ['c'.repeat(70_000), 'd']]

const save = async (target: string): Promise<void> => {
  const output = await openOutput(target)
  try {
    const parts = []
    for (const [i, lines] of LINES.entries()) parts.push(await written(output.dir, i, 0, lines))
    await output.commit(parts.map(({ file }) => file))
  } catch (error) {
    await output.abort()
    throw error
  }
}

const isComplete = (target: string): boolean => {
  if (!existsSync(target)) return false
  assert.deepEqual(readdirSync(target), ['_SUCCESS', 'part-00000', 'part-00001', 'part-00002'])
  for (const [i, lines] of LINES.entries())
    assert.equal(readFileSync(join(target, `part-0000${i}`), 'utf8'), lines.map(line => `${line}\n`).join(''))
  return true
}

type Operation = (...args: never[]) => unknown
const handle = await fsPromises.open(root)
await handle.close()
const OPERATIONS: readonly (readonly [target: object, names: readonly string[]])[] = [
  [fs, ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'rmSync']],
  [fsPromises, ['mkdir', 'mkdtemp', 'rename', 'rm', 'open', 'chmod', 'lstat']],
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
    const target = join(room, 'out')
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
    assert.deepEqual(readdirSync(room), isComplete(target) ? ['out'] : [], `operation ${failing}`)
    assert.equal(passed, error === undefined)
  }
})
