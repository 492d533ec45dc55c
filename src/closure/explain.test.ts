import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { test } from 'node:test'
import { pipe } from 'fp-ts/function'
import { explainClosure } from './explain.ts'

const rate = 2
const table = { a: 1 }
const helper = (x: number) => x * rate

test('functions, their variables and the size', () => {
  const text = explainClosure((x: number) => pipe(helper(x), String, basename) + table.a)
  assert.match(text, /^2 functions by value, \d+ B, with state: made anew for each task\n#0 /)
  assert.match(text, /pipe = by reference: .*fp-ts.lib.function\.js pipe/)
  assert.match(text, /basename = by reference: node:path\.basename/)
  assert.match(text, /table = by value: object/)
  assert.match(text, /helper = #\d+ /)
  assert.match(text, /rate = 2/)
})
