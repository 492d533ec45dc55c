import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInThisContext } from 'node:vm'
import { capture } from './capture.ts'
import { mapStack, userPosition } from './position.ts'
import { revive } from './revive.ts'

const SOURCE = `(function () {
  let seen = 0
  const arrow = x => { throw new Error('a') }; const reset = () => { seen = 0 }
  class Box {
    static made = 1; #size = 2
    constructor(x) {
      this.x = x
    } method() { return this.#size++ && this.fail() }; get fail() { return () => { throw new Error(this.#size) } }
    arrow = () => this.#size && (() => { throw new Error('#') })()
  }
  const box = new Box(1)
  return [arrow, async () => { arrow(1) }, function () { return arrow(2) },
    ({ method(x) { reset(); if (seen++ < 3 && seen++ < 9) throw new Error('shared') } }).method, reset,
    () => box.method(), box.arrow, box.fail]
})()`

const failureOf = async (fn: () => unknown): Promise<string> => {
  try {
    await fn()
  } catch (error) {
    return (error as Error).stack ?? ''
  }
  return ''
}

const placeIn = (stack: string): string => /:(\d+:\d+)\)?$/m.exec(stack)?.[1] ?? ''

test('without a source map, revived code fails exactly where the original does', async () => {
  const functions = runInThisContext(SOURCE, { filename: '/somewhere/plain.js' }) as (() => unknown)[]
  const copies = (await revive(capture(functions).graph)).make() as (() => unknown)[]
  for (const [i, fn] of functions.entries()) {
    if (i === 4) continue
    const there = await failureOf(copies[i]!)
    const { file, line, column } = userPosition(there)!
    assert.deepEqual(
      [file, `${line}:${column}`],
      ['/somewhere/plain.js', placeIn(await failureOf(fn))],
      there,
    )
    assert.equal(placeIn(mapStack(there)), `${line}:${column}`)
  }
})

test('frames of Node and of packages are not the user’s', () => {
  const stack = `Error: x
    at parse (/app/node_modules/csv-parse/lib/index.js:5:6)
    at node:internal/main:1:1
    at async Array.map (<anonymous>)
    at async run (file:///app/main.mjs:7:8)`
  assert.deepEqual(userPosition(stack), { file: '/app/main.mjs', line: 7, column: 8 })
  assert.equal(userPosition('Error: x\n    at node:internal/main:1:1'), undefined)
})
